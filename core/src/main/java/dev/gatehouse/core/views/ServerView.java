package dev.gatehouse.core.views;

import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.protocol.ListPage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one server offers, as last fetched. Immutable.
 *
 * @param server its name
 * @param lists the items of each list, in the server's order
 * @param freshUntil by the nano clock; afterwards it is fetched again while this one still serves
 * @param trouble why the last fetch failed, empty when it did not; the lists are then older ones
 */
public record ServerView(
    ServerName server,
    Map<ListKind, List<Offer>> lists,
    long freshUntil,
    Optional<String> trouble) {
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
  }

  /** The items of one list. */
  public List<Offer> list(ListKind kind) {
    return lists.getOrDefault(kind, List.of());
  }

  /** Whether it is this very fetch, and not one with the same outcome. */
  @SuppressWarnings("ReferenceEquality")
  boolean isTheSame(@Nullable ServerView other) {
    return this == other;
  }

  /** The same lists, after a fetch that failed. */
  ServerView inTrouble(String why, long freshUntil) {
    return new ServerView(server, lists, freshUntil, Optional.of(why));
  }

  static ServerView empty(ServerName server, String why, long freshUntil) {
    return new ServerView(server, Map.of(), freshUntil, Optional.of(why));
  }
}
