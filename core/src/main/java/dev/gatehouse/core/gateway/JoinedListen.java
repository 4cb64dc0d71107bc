package dev.gatehouse.core.gateway;

import dev.gatehouse.core.gateway.ServerNews.Ear;
import dev.gatehouse.core.gateway.ServerNews.Kind;
import dev.gatehouse.core.gateway.ServerNews.Topic;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.core.waiting.Waiting;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.Splice;
import dev.gatehouse.protocol.StrictJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One client's {@code subscriptions/listen} on a joined route: what it hears comes from several
 * servers, and from the gateway itself where lists change. Thread-safe; its lock orders what one
 * client gets, and nothing is sent to a server while it is held.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/utilities/subscriptions">subscriptions</a>
 */
final class JoinedListen {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final String SUBSCRIPTION = "io.modelcontextprotocol/subscriptionId";

  /**
   * What is to be heard of one server.
   *
   * @param topics each with what the client calls it
   * @param targets what the caller must be allowed to use to hear it
   * @param found the way as it is now
   * @param way finds it again, or refuses when the caller may not use the server any more
   */
  record Part(
      ServerName server,
      Map<Topic, String> topics,
      Set<Target> targets,
      Way found,
      Function<Waiting, Way> way) {}

  private final Visit visit;
  private final ServerNews servers;
  private final Map<String, String> lists;
  private final String meta;
  private final List<Ear> ears = new ArrayList<>();
  private List<Part> parts = List.of();
  private Reply.@Nullable EventStream stream;
  private @Nullable ListNews news;
  private int unsettled;
  private boolean over;

  /**
   * @param lists methods of the notifications of changed lists that it asked for, by what they are
   *     asked by
   */
  JoinedListen(Visit visit, ServerNews servers, Map<String, String> lists) {
    this.visit = visit;
    this.servers = servers;
    this.lists = lists;
    this.meta = Subscriptions.meta(visit);
  }

  /**
   * Begins to hear, and says what will be heard as soon as all servers tell of it; one that cannot
   * be heard at the moment is not waited for, and what is missed of it is told later.
   */
  void begin(List<Part> asked) {
    var joined = join(asked);
    if (joined.isEmpty()) {
      acknowledge();
      return;
    }
    for (var i = 0; i < asked.size(); i++) {
      joined.get(i).begins(asked.get(i).found(), this::settled);
    }
    servers.later(LONGEST_WAIT, this::acknowledge);
  }

  private synchronized List<Ear> join(List<Part> asked) {
    var begun = visit.reply().stream(Reply.Head.of(200));
    if (over) {
      begun.event(Subscriptions.farewell(visit), null);
      begun.end();
      return List.of();
    }
    stream = begun;
    parts = List.copyOf(asked);
    unsettled = parts.size();
    for (var part : parts) {
      var topics = part.topics().keySet();
      ears.add(servers.listens(part.server(), topics, part.way(), new Hearing(part)));
    }
    return List.copyOf(ears);
  }

  private synchronized void settled() {
    unsettled--;
    if (unsettled == 0) {
      acknowledge();
    }
  }

  private synchronized void acknowledge() {
    var to = stream;
    if (to != null && news == null && !over) {
      to.event(acknowledged(), null);
      news = new ListNews(to, method -> JsonRpc.notification(method, "{" + meta + "}"));
    }
  }

  private byte[] acknowledged() {
    var resources = new TreeSet<String>();
    var tasks = new TreeSet<String>();
    for (var i = 0; i < parts.size(); i++) {
      for (var topic : ears.get(i).topics()) {
        var name = parts.get(i).topics().get(topic);
        (topic.kind() == Kind.TASK ? tasks : resources).add(name == null ? topic.name() : name);
      }
    }
    var said = new ArrayList<String>();
    new TreeSet<>(lists.keySet()).forEach(name -> said.add("\"" + name + "\":true"));
    listed(said, "resourceSubscriptions", resources);
    listed(said, "taskIds", tasks);
    return JsonRpc.notification(
        "notifications/subscriptions/acknowledged",
        said.stream().collect(Collectors.joining(",", "{\"notifications\":{", "}," + meta + "}")));
  }

  private static void listed(List<String> said, String field, Set<String> names) {
    if (!names.isEmpty()) {
      said.add("\"" + field + "\":" + TaskNotices.array(names));
    }
  }

  /** A list has changed; the method is that of its notification. */
  void changed(String method) {
    var telling = told();
    if (telling != null && lists.containsValue(method)) {
      telling.changed(method);
    }
  }

  private synchronized @Nullable ListNews told() {
    return over ? null : news;
  }

  /** The client has left. Idempotent. */
  void clientLeft() {
    leaving().forEach(Ear::leaves);
  }

  private synchronized List<Ear> leaving() {
    over = true;
    return List.copyOf(ears);
  }

  /** Ends what the client hears, as when it may not hear it any more. Idempotent. */
  void end() {
    finish();
    clientLeft();
  }

  private synchronized void finish() {
    var telling = news;
    var to = stream;
    if (over || to == null) {
      return;
    }
    if (telling == null) {
      to.end();
    } else {
      telling.end(Subscriptions.farewell(visit));
    }
  }

  /** What comes from one server. */
  private final class Hearing implements ServerNews.Hearer {
    private final Part part;

    Hearing(Part part) {
      this.part = part;
    }

    @Override
    public void hears(Topic topic, Envelope notification) {
      var telling = told();
      if (telling == null || !mayHear(topic, notification)) {
        return;
      }
      try {
        telling.tell(topic, worded(topic, notification));
      } catch (Malformed | Refused e) {
        // A guardrail does not let it pass: this client does not hear it.
      }
    }

    /** A part of what was asked for is a resource of its own. */
    private boolean mayHear(Topic topic, Envelope notification) {
      var uri = notification.uri();
      return topic.kind() == Kind.TASK
          || topic.name().equals(uri)
          || (uri != null
              && visit
                  .snapshot()
                  .policy()
                  .mayList(visit.caller(), new Target(part.server(), Primitive.RESOURCE, uri)));
    }

    private byte[] worded(Topic topic, Envelope notification) throws Malformed {
      var guardrails = visit.snapshot().guardrails();
      var inspected = guardrails.unasked(part.server(), notification.bytes()).message();
      var passed = Envelope.scan(inspected, StrictJson.Bounds.DEFAULT);
      var edits = new Splice(passed.bytes());
      var id = String.valueOf(visit.idText());
      if (passed.metaSubscriptionId().isPresent()) {
        edits.replace(passed.metaSubscriptionId(), id);
      } else if (passed.meta().isPresent()) {
        edits.addField(passed.meta(), SUBSCRIPTION, id);
      } else {
        edits.addField(passed.params(), "_meta", "{\"" + SUBSCRIPTION + "\":" + id + "}");
      }
      var called = part.topics().get(topic);
      if (topic.kind() == Kind.TASK && called != null) {
        edits.replace(passed.taskIdSpan(), JsonRpc.quote(called));
      }
      return edits.apply();
    }

    /** Clients ask for tasks themselves; of a resource they only know what they are told. */
    @Override
    public void missed(Topic topic) {
      var telling = told();
      if (telling != null && topic.kind() == Kind.RESOURCE) {
        var params = "{\"uri\":" + JsonRpc.quote(topic.name()) + "," + meta + "}";
        telling.tell(topic, JsonRpc.notification("notifications/resources/updated", params));
      }
    }
  }
}
