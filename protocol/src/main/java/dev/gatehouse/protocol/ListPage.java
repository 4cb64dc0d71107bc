package dev.gatehouse.protocol;

import dev.gatehouse.protocol.Malformed.Kind;
import dev.gatehouse.protocol.StrictJson.Bounds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list result: tools, prompts, resources or resource templates, each kept byte for
 * byte.
 *
 * @param items in the order of the page
 * @param nextCursor null on the last page; the empty string is a cursor
 * @param ttlMs how long the page may be kept, in milliseconds; empty when the server is silent
 * @param cacheScope {@code public} or {@code private}; null when the server is silent
 * @param itemsSpan where the array of items stands in the message
 * @param cacheScopeSpan where the scope stands in the message
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/server/utilities/pagination">pagination</a>
 */
public record ListPage(
    List<Item> items,
    @Nullable String nextCursor,
    OptionalLong ttlMs,
    @Nullable String cacheScope,
    Span itemsSpan,
    Span cacheScopeSpan) {
  /** Most items of one page. */
  public static final int MAX_ITEMS = 10_000;

  public ListPage {
    items = List.copyOf(items);
  }

  /**
   * One item.
   *
   * @param json the item as it stood in the page; not to be written to
   * @param key its name, uri or uriTemplate
   * @param keySpan where the key stands inside {@code json}, quotes included: a rename replaces it
   */
  public record Item(byte[] json, String key, Span keySpan) {
    /** Equal when the bytes are. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Item(var thatJson, var thatKey, _)
          && key.equals(thatKey)
          && Arrays.equals(json, thatJson);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(json);
    }
  }

  /**
   * Reads a result message.
   *
   * @param field {@code tools}, {@code prompts}, {@code resources} or {@code resourceTemplates}
   * @throws Malformed when the message is no result, lacks the list, or an item lacks its key
   */
  public static ListPage read(byte[] message, String field, Bounds bounds) throws Malformed {
    var keyName = keyName(field);
    var result = Results.read(message, bounds);
    var spans = result.items(field);
    if (spans.isEmpty() || spans.get().size() > MAX_ITEMS) {
      throw new Malformed(
          Kind.INVALID_REQUEST,
          "a list result needs an array \"" + field + "\" of at most " + MAX_ITEMS + " items",
          result.span(field).from(),
          null);
    }
    var items = new ArrayList<Item>(spans.get().size());
    for (var span : spans.get()) {
      items.add(item(message, span, keyName));
    }
    return new ListPage(
        items,
        result.string("nextCursor"),
        result.count("ttlMs"),
        result.string("cacheScope"),
        result.span(field),
        result.span("cacheScope"));
  }

  private static Item item(byte[] message, Span span, String keyName) throws Malformed {
    var key = JsonObject.at(message, span).map(item -> item.span(keyName)).orElse(Span.NONE);
    if (!key.isPresent() || message[key.from()] != '"') {
      throw new Malformed(Kind.INVALID_REQUEST, "an item lacks its " + keyName, span.from(), null);
    }
    var inside = new Span(key.from() - span.from(), key.to() - span.from());
    return new Item(span.copy(message), key.string(message), inside);
  }

  private static String keyName(String field) {
    return switch (field) {
      case "tools", "prompts" -> "name";
      case "resources" -> "uri";
      case "resourceTemplates" -> "uriTemplate";
      default -> throw new IllegalArgumentException("no list is named \"" + field + "\"");
    };
  }
}
