package dev.gatehouse.core.inventory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an organisation knows of servers at one moment: what it offers, approved and denied, and
 * where its own gateway is. Immutable.
 */
public final class Known {
  /** Nothing at all, and so nothing can be said that needs a catalogue. */
  public static final Known NOTHING = new Known(Map.of(), Set.of(), List.of(), List.of(), false);

  private final Map<Identity, List<Entry>> entries;
  private final Set<String> listed;
  private final List<WebAddress> gateway;
  private final List<DenyRule> denied;
  private final boolean isCatalogue;

  /** Who knows it. */
  public enum Holder {
    /** The gateway has it as a server, and calls go there through it. */
    GATEWAY,
    /** The registry has a version of it. */
    REGISTRY
  }

  /** What was decided about it. */
  public enum Standing {
    APPROVED,
    /** Nobody has decided yet, or it is of no use any more. */
    UNDECIDED,
    DENIED
  }

  /**
   * One server, or one version of one.
   *
   * @param identity what it is, with the version that this is about; without one for any
   * @param name what the holder calls it
   */
  public record Entry(Identity identity, String name, Holder holder, Standing standing) {}

  private Known(
      Map<Identity, List<Entry>> entries,
      Set<String> listed,
      List<WebAddress> gateway,
      List<DenyRule> denied,
      boolean isCatalogue) {
    this.entries = entries;
    this.listed = listed;
    this.gateway = gateway;
    this.denied = denied;
    this.isCatalogue = isCatalogue;
  }

  /**
   * What is known.
   *
   * @param entries in any order
   * @param gateway URLs of the gateway, without the paths of MCP
   * @param denied rules of the deny list
   */
  public static Known of(
      Collection<Entry> entries, Collection<String> gateway, Collection<DenyRule> denied) {
    var byIdentity = new HashMap<Identity, List<Entry>>();
    for (var entry : entries) {
      byIdentity.computeIfAbsent(entry.identity().unversioned(), _ -> new ArrayList<>()).add(entry);
    }
    byIdentity.replaceAll((_, all) -> List.copyOf(all));
    var listed =
        entries.stream()
            .filter(entry -> entry.standing() == Standing.APPROVED)
            .map(Entry::name)
            .collect(Collectors.toUnmodifiableSet());
    var urls = gateway.stream().map(WebAddress::of).flatMap(Optional::stream).toList();
    return new Known(Map.copyOf(byIdentity), listed, urls, List.copyOf(denied), true);
  }

  /** Whether there is a catalogue at all. */
  boolean isCatalogue() {
    return isCatalogue;
  }

  /** Everything known of an identity, whatever the version. */
  List<Entry> of(Identity identity) {
    return entries.getOrDefault(identity.unversioned(), List.of());
  }

  /** Whether something of this name is approved. */
  boolean isListed(String name) {
    return listed.contains(name);
  }

  /** The rule by which it is denied. */
  Optional<DenyRule> denial(Identity identity) {
    return denied.stream().filter(rule -> rule.denies(identity)).findFirst();
  }

  /** Whether calls to it go through the gateway. */
  boolean isGoverned(Identity identity) {
    return switch (identity.kind()) {
      case GATEWAY -> identity.identifier().isEmpty() || isOwn(identity.identifier(), "");
      case URL -> isOwn(identity.identifier(), "/mcp") || isOwn(identity.identifier(), "/sse");
      default -> false;
    };
  }

  private boolean isOwn(String written, String path) {
    var url = WebAddress.of(written).map(WebAddress::shown).orElse("");
    return gateway.stream()
        .map(own -> own.shown() + path)
        .anyMatch(own -> url.equals(own) || (!path.isEmpty() && url.startsWith(own + "/")));
  }
}
