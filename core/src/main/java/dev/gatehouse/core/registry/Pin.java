package dev.gatehouse.core.registry;

import dev.gatehouse.protocol.JsonRpc;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a server offered when somebody vouched for it, or when it was first used: everything that is
 * later held against what it offers then. Immutable.
 *
 * @param server its name in the catalogue
 * @param fingerprint of the connection over which this was seen: the pin holds for no other
 * @param items in the order of kinds and names, at most {@link #MOST_ITEMS}
 * @param by who approved it, or that it was pinned on first use; 1 to 200 characters
 * @param at when
 */
public record Pin(ServerName server, String fingerprint, List<Item> items, String by, Instant at) {
  /** More items than this are not pinned, and so count as new. */
  public static final int MOST_ITEMS = 20_000;

  /** Names and definitions together; of what is beyond, only hashes are kept. */
  public static final int MOST_BYTES = 4 << 20;

  private static final Comparator<Item> ORDER =
      Comparator.comparing(Item::kind).thenComparing(Item::name);

  /** What an item is. */
  public enum Kind {
    TOOL,
    PROMPT,
    TEMPLATE,
    /** What the server says to models of its own accord: one item, without a name. */
    INSTRUCTIONS,
    /** Last, since there may be many: of what is beyond the bounds, these go first. */
    RESOURCE
  }

  /**
   * One thing that a server offers.
   *
   * @param name its name, uri or uriTemplate
   * @param hash SHA-256 of its canonical definition, 64 hex digits in lower case
   * @param definition the canonical definition; empty when it is not kept. Not to be written to
   */
  public record Item(Kind kind, String name, String hash, byte[] definition) {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /**
     * @throws IllegalArgumentException when the hash is not one
     */
    public Item {
      if (!HASH.matcher(hash).matches()) {
        throw new IllegalArgumentException("a hash is 64 hex digits in lower case");
      }
    }

    /** An item whose definition is hashed. */
    public static Item of(Kind kind, String name, byte[] definition) {
      return new Item(kind, name, sha256(definition), definition);
    }

    private Item withoutDefinition() {
      return new Item(kind, name, hash, new byte[0]);
    }

    private int bytes() {
      return name.length() * 3 + definition.length;
    }

    /** Equal when the hashes are, and what is kept is. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Item(var thatKind, var thatName, var thatHash, var thatDefinition)
          && kind == thatKind
          && name.equals(thatName)
          && hash.equals(thatHash)
          && Arrays.equals(definition, thatDefinition);
    }

    @Override
    public int hashCode() {
      return hash.hashCode();
    }

    @Override
    public String toString() {
      return kind + " " + name + " " + hash;
    }
  }

  /**
   * @throws IllegalArgumentException when there are too many items or nobody is named
   */
  public Pin {
    items = items.stream().sorted(ORDER).toList();
    if (items.size() > MOST_ITEMS) {
      throw new IllegalArgumentException("a pin has at most " + MOST_ITEMS + " items");
    }
    ApprovalDecision.named(by);
  }

  /** A pin of these items, or of as many of them as a pin may hold. */
  public static Pin bounded(
      ServerName server, String fingerprint, Collection<Item> items, String by, Instant at) {
    var left = new int[] {MOST_BYTES};
    Function<Item, Item> kept =
        item -> {
          left[0] -= Math.min(left[0], item.bytes());
          return left[0] > 0 ? item : item.withoutDefinition();
        };
    var some = items.stream().sorted(ORDER).limit(MOST_ITEMS).map(kept).toList();
    return new Pin(server, fingerprint, some, by, at);
  }

  /** The hash of all tools together: SHA-256 over their names and hashes, in order of names. */
  public String toolsHash() {
    return hash(items, item -> item.kind() == Kind.TOOL);
  }

  /** The hash of all that is approved as it is: everything but resources, which come and go. */
  public String definitionsHash() {
    return definitionsHash(items);
  }

  /** The same of items that are not pinned. */
  public static String definitionsHash(Collection<Item> items) {
    return hash(items, item -> item.kind() != Kind.RESOURCE);
  }

  private static String hash(Collection<Item> items, Predicate<Item> counts) {
    var text =
        items.stream()
            .filter(counts)
            .sorted(ORDER)
            .map(item ->
                "[\""
                    + item.kind()
                    + "\","
                    + JsonRpc.quote(item.name())
                    + ",\""
                    + item.hash
                    + "\"]")
            .collect(Collectors.joining(",", "[", "]"));
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
