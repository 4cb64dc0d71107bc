package dev.gatehouse.core.views;

import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.protocol.ListPage;
import dev.gatehouse.protocol.ParamHeaders;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one server offers, as last fetched. Immutable.
 *
 * @param server its name
 * @param lists the items of each list, in the server's order
 * @param freshUntil by the nano clock; afterwards it is fetched again while this one still serves
 * @param trouble why the last fetch failed, empty when it did not; the lists are then older ones
 * @param headers which arguments go into headers as well, by tool; only of tools that have any, or
 *     break the rules about them. Empty for a server of the legacy era, which knows no such headers
 * @param about what else it says of itself
 */
public record ServerView(
    ServerName server,
    Map<ListKind, List<Offer>> lists,
    long freshUntil,
    Optional<String> trouble,
    Map<String, ParamHeaders> headers,
    About about) {
  private static final ParamHeaders NO_HEADERS = new ParamHeaders(List.of(), null);

  /**
   * One item of a list.
   *
   * @param target what it is to a policy; for a template the name is its URI template
   * @param item its definition, bytes as they came
   */
  public record Offer(Target target, ListPage.Item item) {}

  public ServerView {
    var copy = new EnumMap<ListKind, List<Offer>>(ListKind.class);
    for (var kind : ListKind.values()) {
      copy.put(kind, List.copyOf(lists.getOrDefault(kind, List.of())));
    }
    lists = copy;
    headers = Map.copyOf(headers);
  }

  /** Lists of which no tool has arguments in headers. */
  public ServerView(
      ServerName server,
      Map<ListKind, List<Offer>> lists,
      long freshUntil,
      Optional<String> trouble) {
    this(server, lists, freshUntil, trouble, Map.of(), About.NOTHING);
  }

  /** Which arguments of the tool go into headers as well; none for a tool that is not listed. */
  public ParamHeaders headersOf(String tool) {
    return headers.getOrDefault(tool, NO_HEADERS);
  }

  /** Whether the offer is there for clients: a tool whose headers break the rules is not. */
  boolean isOffered(Offer offer) {
    return offer.target().primitive() != Primitive.TOOL
        || headersOf(offer.target().name()).isValid();
  }

  /** The items of one list. */
  public List<Offer> list(ListKind kind) {
    return lists.getOrDefault(kind, List.of());
  }

  /** Tells the URIs that it lists, and those that its tools name; some perhaps twice. */
  void eachResource(Consumer<String> hears) {
    list(ListKind.RESOURCES).forEach(offer -> hears.accept(offer.target().name()));
    about.apps().keySet().forEach(hears);
  }

  /** The tools that show this {@code ui://} resource; none for others. */
  public List<Target> appTools(String uri) {
    return about.apps().getOrDefault(uri, List.of()).stream()
        .map(tool -> new Target(server, Primitive.TOOL, tool))
        .toList();
  }

  /** Whether clients can tell it from the other; moments and troubles aside. */
  boolean saysTheSameAs(ServerView other) {
    return lists.equals(other.lists) && about.equals(other.about);
  }

  /** Whether it is this very fetch, and not one with the same outcome. */
  @SuppressWarnings("ReferenceEquality")
  boolean isTheSame(@Nullable ServerView other) {
    return this == other;
  }

  /** The same lists, after a fetch that failed. */
  ServerView inTrouble(String why, long freshUntil) {
    return new ServerView(server, lists, freshUntil, Optional.of(why), headers, about);
  }

  static ServerView empty(ServerName server, String why, long freshUntil) {
    return new ServerView(server, Map.of(), freshUntil, Optional.of(why));
  }
}
