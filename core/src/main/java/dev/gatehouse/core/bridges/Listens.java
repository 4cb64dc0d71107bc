package dev.gatehouse.core.bridges;

import dev.gatehouse.core.upstream.Exchange;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.ModernMeta;
import dev.gatehouse.protocol.ToModern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The {@code subscriptions/listen} of modern clients, answered from one session of the legacy era:
 * resources are subscribed while at least one client wants to hear of them, and what the server
 * then says goes to each that asked for its kind. Thread-safe.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/utilities/subscriptions">subscriptions</a>
 */
final class Listens {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int MOST_LISTENS = 100;
  private static final int MOST_RESOURCES = 1_000;
  private static final String UPDATED = "notifications/resources/updated";

  /** A list whose changes can be listened to. */
  private record Changing(String field, String capability, String notification) {}

  private static final List<Changing> LISTS =
      List.of(
          new Changing("toolsListChanged", "tools", "notifications/tools/list_changed"),
          new Changing("promptsListChanged", "prompts", "notifications/prompts/list_changed"),
          new Changing(
              "resourcesListChanged", "resources", "notifications/resources/list_changed"));

  private final PooledSession session;
  private final CopyOnWriteArrayList<Listen> listens = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> subscribed = new HashMap<>();

  Listens(PooledSession session) {
    this.session = session;
  }

  boolean isEmpty() {
    return listens.isEmpty();
  }

  /** Whether notifications of this method belong to subscriptions. */
  boolean concerns(String method) {
    return method.equals(UPDATED) || LISTS.stream().anyMatch(it -> it.notification.equals(method));
  }

  /** Answers one request, until its exchange is cancelled or the session ends. */
  Exchange open(Envelope request, Hearing hearing) {
    var listen = new Listen(hearing);
    if (listens.size() >= MOST_LISTENS) {
      var why = "Too many subscriptions are open: close one first.";
      hearing.answer(200, JsonRpc.error(hearing.idText(), JsonRpc.INVALID_PARAMS, why));
      return listen;
    }
    var asked = filter(request);
    for (var list : LISTS) {
      if (asked.path(list.field).asBoolean(false) && announces(list.capability, "listChanged")) {
        listen.lists.add(list);
      }
    }
    listens.add(listen);
    session.standing().open();
    subscribe(listen, announces("resources", "subscribe") ? uris(asked) : Set.of());
    if (session.isClosed()) {
      sessionEnds();
    }
    return listen;
  }

  private boolean announces(String capability, String feature) {
    try {
      var hello = session.upstream().hello();
      var capabilities =
          JSON.readTree(hello.bytes(), hello.result().from(), hello.result().length())
              .path("capabilities");
      return capabilities.path(capability).path(feature).asBoolean(false);
    } catch (JacksonException e) {
      return false;
    }
  }

  private static JsonNode filter(Envelope request) {
    try {
      var span = request.listenFilter();
      return span.isPresent()
          ? JSON.readTree(request.bytes(), span.from(), span.length())
          : JSON.createObjectNode();
    } catch (JacksonException e) {
      return JSON.createObjectNode();
    }
  }

  private static Set<String> uris(JsonNode asked) {
    var uris = new LinkedHashSet<String>();
    for (var uri : asked.path("resourceSubscriptions")) {
      if (uri.isString() && uris.size() < MOST_RESOURCES) {
        uris.add(uri.stringValue());
      }
    }
    return uris;
  }

  /** The acknowledgement waits for the server's answers, so that it names what was accepted. */
  private void subscribe(Listen listen, Set<String> uris) {
    var open = new AtomicInteger(1);
    for (var uri : uris) {
      var counted = count(uri);
      if (counted == 0) {
        continue;
      }
      if (counted > 1) {
        listen.hears(uri);
        continue;
      }
      open.incrementAndGet();
      session.ask(
          "resources/subscribe",
          uriJson(uri),
          isAccepted -> {
            if (isAccepted) {
              listen.hears(uri);
            } else {
              uncount(uri);
            }
            if (open.decrementAndGet() == 0) {
              listen.acknowledge();
            }
          });
    }
    if (open.decrementAndGet() == 0) {
      listen.acknowledge();
    }
  }

  private static String uriJson(String uri) {
    return "{\"uri\":" + JsonRpc.quote(uri) + "}";
  }

  /** One more wants to hear of the resource; how many do now, 0 when it is one too many. */
  private int count(String uri) {
    synchronized (subscribed) {
      if (subscribed.size() >= MOST_RESOURCES && !subscribed.containsKey(uri)) {
        return 0;
      }
      return subscribed.merge(uri, 1, Integer::sum);
    }
  }

  /** One less wants to hear of it; true when nobody does any more. */
  private boolean uncount(String uri) {
    synchronized (subscribed) {
      return subscribed.merge(uri, -1, Integer::sum) <= 0 && subscribed.remove(uri) != null;
    }
  }

  private void release(Set<String> uris) {
    for (var uri : uris) {
      if (uncount(uri) && !session.isClosed()) {
        session.ask("resources/unsubscribe", uriJson(uri), _ -> {});
      }
    }
  }

  /** Brings a notification to all who asked for it. */
  void tell(Envelope notification) {
    listens.forEach(listen -> listen.tell(notification));
  }

  /** Ends all of them: nothing more will come. */
  void sessionEnds() {
    listens.forEach(Listen::sessionEnds);
  }

  /** One client that listens. What it cannot take at the moment is told once when it can. */
  private final class Listen implements Exchange {
    private final Hearing hearing;
    private final Set<Changing> lists = new LinkedHashSet<>();
    private final Set<String> uris = new LinkedHashSet<>();
    private final Map<String, byte[]> owed = new LinkedHashMap<>();
    private boolean holds = true;
    private boolean isPaused;
    private boolean isOver;

    Listen(Hearing hearing) {
      this.hearing = hearing;
      hearing.opens();
    }

    /** The server tells of this resource; nobody may be there any more to hear it. */
    void hears(String uri) {
      synchronized (this) {
        if (!isOver) {
          uris.add(uri);
          return;
        }
      }
      release(Set.of(uri));
    }

    void acknowledge() {
      byte[] words;
      synchronized (this) {
        if (isOver) {
          return;
        }
        words =
            JsonRpc.notification(
                "notifications/subscriptions/acknowledged",
                "{\"notifications\":" + accepted() + ",\"_meta\":" + subscription() + "}");
      }
      hearing.event(words);
      synchronized (this) {
        holds = false;
      }
      catchUp();
    }

    private String accepted() {
      var parts = new ArrayList<String>();
      lists.forEach(list -> parts.add("\"" + list.field + "\":true"));
      if (!uris.isEmpty()) {
        var quoted = uris.stream().map(JsonRpc::quote).toList();
        parts.add("\"resourceSubscriptions\":[" + String.join(",", quoted) + "]");
      }
      return "{" + String.join(",", parts) + "}";
    }

    private String subscription() {
      return "{\"" + ModernMeta.SUBSCRIPTION_ID + "\":" + hearing.idText() + "}";
    }

    void tell(Envelope notification) {
      var key = key(notification);
      if (key == null) {
        return;
      }
      synchronized (this) {
        owed.put(key, ToModern.subscribed(notification, hearing.idText()));
      }
      catchUp();
    }

    /** What the notification is about, null when this client has not asked for it. */
    private synchronized @Nullable String key(Envelope notification) {
      var method = notification.method();
      if (isOver || method == null) {
        return null;
      }
      if (method.equals(UPDATED)) {
        var uri = notification.uri();
        // Before the acknowledgement it is not known yet which ones the server accepts.
        return uri != null && uris.contains(uri) ? UPDATED + " " + uri : null;
      }
      return lists.stream().anyMatch(it -> it.notification.equals(method)) ? method : null;
    }

    private void catchUp() {
      List<byte[]> due;
      synchronized (this) {
        if (holds || isPaused || isOver) {
          return;
        }
        due = List.copyOf(owed.values());
        owed.clear();
      }
      due.forEach(hearing::event);
    }

    /** True for whoever ends it. */
    private synchronized boolean ends() {
      var first = !isOver;
      isOver = true;
      return first;
    }

    private void leave() {
      listens.remove(this);
      Set<String> held;
      synchronized (this) {
        held = Set.copyOf(uris);
      }
      release(held);
    }

    void sessionEnds() {
      if (ends()) {
        leave();
        var result = "{\"resultType\":\"complete\",\"_meta\":" + subscription() + "}";
        hearing.answer(200, JsonRpc.result(hearing.idText(), result));
      }
    }

    @Override
    public void cancel() {
      if (ends()) {
        leave();
      }
    }

    @Override
    public synchronized void pause() {
      isPaused = true;
    }

    @Override
    public void resume() {
      synchronized (this) {
        isPaused = false;
      }
      catchUp();
    }
  }
}
