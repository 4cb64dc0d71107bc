package dev.gatehouse.core.views;

import dev.gatehouse.core.connections.Ask;
import dev.gatehouse.core.connections.Messages;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.views.ServerView.Offer;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.ListPage;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the lists that a server announces, page by page, within bounds. A list that the server
 * does not know counts as empty: servers announce what they then do not offer. One that it cannot
 * give at the moment stays as it was, since what it lists would be another server's meanwhile.
 * Blocks; used once.
 */
final class ViewFetch {
  private static final Duration PAGE_DEADLINE = Duration.ofSeconds(15);
  private static final int MOST_PAGES = 200;
  private static final int MOST_ITEMS = 10_000;

  /**
   * What was fetched.
   *
   * @param ttl the shortest time that the server names for any list, empty when it names none
   */
  record Fetched(Map<ListKind, List<Offer>> lists, OptionalLong ttl) {}

  /** A list that neither came nor was refused. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    Failed(String why) {
      super(why, null, false, false);
    }
  }

  /** How one page is asked for: the message to send, by its id, method and cursor. */
  interface Asking {
    Outgoing page(String idText, String method, @Nullable String cursor, Duration deadline);
  }

  private final Server server;
  private final Upstream upstream;
  private final Asking asking;
  private final @Nullable ServerView before;
  private OptionalLong ttl = OptionalLong.empty();
  private int asked;

  /**
   * @param before what was fetched last, null when nothing was
   */
  ViewFetch(Server server, Upstream upstream, Asking asking, @Nullable ServerView before) {
    this.server = server;
    this.upstream = upstream;
    this.asking = asking;
    this.before = before;
  }

  /** Fetches the lists of these capabilities. */
  Fetched fetch(Set<String> capabilities) throws Failed {
    var lists = new EnumMap<ListKind, List<Offer>>(ListKind.class);
    for (var kind : ListKind.values()) {
      if (capabilities.contains(kind.capability())) {
        lists.put(kind, list(kind));
      }
    }
    return new Fetched(lists, ttl);
  }

  private List<Offer> list(ListKind kind) throws Failed {
    var offers = new ArrayList<Offer>();
    @Nullable String cursor = null;
    for (var page = 0; page < MOST_PAGES && offers.size() < MOST_ITEMS; page++) {
      var asked = ask(kind, cursor);
      if (asked.result().isEmpty()) {
        return isUnknown(asked) || before == null ? offers : before.list(kind);
      }
      var read = page(kind, asked.result().get());
      for (var item : read.items()) {
        offers.add(new Offer(new Target(server.name(), kind.primitive(), item.key()), item));
      }
      noteTtl(read.ttlMs());
      cursor = read.nextCursor();
      if (cursor == null) {
        return offers;
      }
    }
    throw new Failed(kind.method() + " goes on for more than " + offers.size() + " items");
  }

  private static boolean isUnknown(Ask.Asked asked) {
    return asked.answer() != null && asked.answer().errorCode() == JsonRpc.METHOD_NOT_FOUND;
  }

  /** Asks for a page; what comes back is a result, or an error that speaks of the list. */
  private Ask.Asked ask(ListKind kind, @Nullable String cursor) throws Failed {
    var idText = "\"gatehouse-list-" + ++asked + "\"";
    var outgoing = asking.page(idText, kind.method(), cursor, PAGE_DEADLINE);
    var answer = Ask.ask(upstream, outgoing, PAGE_DEADLINE);
    var head = answer.head();
    // A status may speak of the session, the caller or the server: of more than this list.
    var isOfTheList =
        answer.answer() != null && (head == null || head.status() == 200 || isUnknown(answer));
    if (answer.failure() != null || !isOfTheList) {
      throw new Failed(kind.method() + ": " + answer.inWords());
    }
    return answer;
  }

  private static ListPage page(ListKind kind, Envelope result) throws Failed {
    try {
      return ListPage.read(result.bytes(), kind.field(), StrictJson.Bounds.DEFAULT);
    } catch (Malformed e) {
      throw new Failed(kind.method() + ": " + e.getMessage());
    }
  }

  private void noteTtl(OptionalLong named) {
    if (named.isPresent() && (ttl.isEmpty() || named.getAsLong() < ttl.getAsLong())) {
      ttl = named;
    }
  }

  /** Asks in the modern era: every page on its own. */
  static Asking modern() {
    return (idText, method, cursor, deadline) ->
        Messages.modern(method, Messages.modernRequest(idText, method, cursor), deadline);
  }
}
