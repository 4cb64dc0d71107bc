package dev.gatehouse.core.gateway;

import dev.gatehouse.core.connections.Messages;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.Exchange;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.UpstreamFailure;
import dev.gatehouse.core.waiting.Waiting;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What servers tell of resources and tasks, brought to all clients of the joined routes that listen
 * for it: over one stream to each server, however many listen. It is opened for all that anybody
 * wants to hear, opened anew when somebody wants to hear more, opened again after a pause when it
 * breaks, and closed when the last one leaves. Thread-safe; nothing is sent or told while its lock
 * is held.
 */
final class ServerNews {
  private static final System.Logger LOG = System.getLogger(ServerNews.class.getName());
  private static final int MOST_TOPICS = 10_000;
  private static final long FIRST_PAUSE = 1;
  private static final long LONGEST_PAUSE = 60;
  private static final Outgoing.Deadlines DEADLINES =
      new Outgoing.Deadlines(Duration.ofSeconds(30), Duration.ofHours(24), Duration.ZERO);

  /** What there is to hear of. */
  enum Kind {
    RESOURCE,
    TASK
  }

  /**
   * One thing to hear of.
   *
   * @param name a URI, or the server's id of a task
   */
  record Topic(Kind kind, String name) {}

  /** One client, as far as it listens to one server. */
  interface Hearer {
    /** The server tells something about this topic, or about a part of it. */
    void hears(Topic topic, Envelope notification);

    /** Something about this topic may have been missed. */
    void missed(Topic topic);
  }

  private static final class Place {
    private final Set<Ear> ears = new LinkedHashSet<>();
    private final Map<Topic, Integer> wanted = new LinkedHashMap<>();
    private @Nullable Stream current;
    private @Nullable Stream opening;
    private boolean pauses;
    private boolean missed;
    private int failures;

    /** Whether all that is wanted can be heard. */
    boolean isComplete() {
      return current != null && current.topics.containsAll(wanted.keySet());
    }
  }

  private final Map<ServerName, Place> places = new HashMap<>();
  private final BiConsumer<Duration, Runnable> later;

  /**
   * @param later runs an action after a time, where it may wait
   */
  ServerNews(BiConsumer<Duration, Runnable> later) {
    this.later = later;
  }

  /** One client's part in the stream of a server. */
  final class Ear {
    private final ServerName server;
    private final Place place;
    private final Set<Topic> topics;
    private final Function<Waiting, Way> way;
    private final Hearer hearer;
    private final AtomicReference<@Nullable Runnable> whenSettled = new AtomicReference<>();

    private Ear(
        ServerName server,
        Place place,
        Set<Topic> topics,
        Function<Waiting, Way> way,
        Hearer hearer) {
      this.server = server;
      this.place = place;
      this.topics = Set.copyOf(topics);
      this.way = way;
      this.hearer = hearer;
    }

    /** What it will hear of. */
    Set<Topic> topics() {
      return topics;
    }

    /**
     * Begins to hear, by this way when the stream must be opened.
     *
     * @param settled runs once: when the server tells of all topics, or cannot be heard for now
     */
    void begins(Way found, Runnable settled) {
      whenSettled.set(settled);
      open(place, found);
      if (isHeard(this)) {
        settle();
      }
    }

    private void settle() {
      var settled = whenSettled.getAndSet(null);
      if (settled != null) {
        settled.run();
      }
    }

    /** Hears nothing any more. Idempotent. */
    void leaves() {
      leave(this);
    }
  }

  /**
   * Takes the place of one more client, which {@link Ear#begins} to hear afterwards.
   *
   * @param topics those beyond what one server is asked for are not heard of
   * @param way finds the way to the server again, after its stream broke
   */
  synchronized Ear listens(
      ServerName server, Set<Topic> topics, Function<Waiting, Way> way, Hearer hearer) {
    var place = places.computeIfAbsent(server, _ -> new Place());
    var taken = new LinkedHashSet<Topic>();
    for (var topic : topics) {
      if (place.wanted.containsKey(topic) || place.wanted.size() < MOST_TOPICS) {
        place.wanted.merge(topic, 1, Integer::sum);
        taken.add(topic);
      }
    }
    var ear = new Ear(server, place, taken, way, hearer);
    place.ears.add(ear);
    return ear;
  }

  /** Runs an action after a time, where it may wait. */
  void later(Duration after, Runnable action) {
    later.accept(after, action);
  }

  private synchronized boolean isHeard(Ear ear) {
    var current = ear.place.current;
    return current != null && current.topics.containsAll(ear.topics);
  }

  private void leave(Ear ear) {
    Stream current;
    Stream opening;
    synchronized (this) {
      var place = ear.place;
      if (!place.ears.remove(ear)) {
        return;
      }
      ear.topics.forEach(topic ->
          place.wanted.computeIfPresent(topic, (_, count) -> count > 1 ? count - 1 : null));
      if (!place.ears.isEmpty()) {
        return;
      }
      places.remove(ear.server, place);
      current = place.current;
      opening = place.opening;
      place.current = null;
      place.opening = null;
    }
    cancel(current);
    cancel(opening);
  }

  /** Opens a stream for all that is wanted now, unless one is there, on its way, or to wait for. */
  private void open(Place place, @Nullable Way found) {
    Stream next;
    Ear newest;
    synchronized (this) {
      if (place.ears.isEmpty() || place.opening != null || place.pauses || place.isComplete()) {
        return;
      }
      newest = new ArrayList<>(place.ears).getLast();
      next = new Stream(place, Set.copyOf(place.wanted.keySet()));
      place.opening = next;
    }
    try {
      var way = found == null ? newest.way.apply(Waiting.ALLOWED) : found;
      way.line().refuseWhenDown();
      next.carries(way.upstream().send(Messages.listen(filter(next.topics), DEADLINES), next));
    } catch (Refused notNow) {
      over(next);
    } catch (RuntimeException bug) {
      LOG.log(System.Logger.Level.ERROR, "a bug in listening to " + newest.server, bug);
      over(next);
    }
  }

  private static String filter(Set<Topic> topics) {
    return "{\"resourceSubscriptions\":"
        + TaskNotices.array(names(topics, Kind.RESOURCE))
        + (names(topics, Kind.TASK).isEmpty()
            ? ""
            : ",\"taskIds\":" + TaskNotices.array(names(topics, Kind.TASK)))
        + "}";
  }

  /** The names of all topics of one kind, in order. */
  static List<String> names(Set<Topic> topics, Kind kind) {
    return topics.stream().filter(topic -> topic.kind == kind).map(Topic::name).sorted().toList();
  }

  private void heard(Stream from, Envelope notification) {
    Stream replaced = null;
    List<Ear> ears;
    boolean missed = false;
    synchronized (this) {
      var place = from.place;
      if (from != place.opening && from != place.current) {
        return;
      }
      ears = List.copyOf(place.ears);
      if (from == place.opening) {
        replaced = place.current;
        place.current = from;
        place.opening = null;
        place.failures = 0;
        missed = place.missed;
        place.missed = false;
        if (!place.isComplete()) {
          later.accept(Duration.ZERO, () -> open(place, null));
        }
      }
    }
    cancel(replaced);
    ears.stream().filter(ear -> from.topics.containsAll(ear.topics)).forEach(Ear::settle);
    if (missed) {
      ears.forEach(ear -> ear.topics.forEach(ear.hearer::missed));
    }
    var about = about(notification);
    for (var ear : ears) {
      for (var topic : about) {
        if (ear.topics.contains(topic)) {
          ear.hearer.hears(topic, notification);
          break;
        }
      }
    }
  }

  /** The topics that a notification may be about, the narrowest first. */
  private static List<Topic> about(Envelope notification) {
    var method = notification.method() == null ? "" : notification.method();
    var task = notification.taskId();
    if (task != null && method.startsWith(Tasks.NEWS)) {
      return List.of(new Topic(Kind.TASK, task));
    }
    var uri = notification.uri();
    if (uri == null || !method.equals("notifications/resources/updated")) {
      return List.of();
    }
    var topics = new ArrayList<Topic>();
    topics.add(new Topic(Kind.RESOURCE, uri));
    // A server may tell of a part of what was asked for.
    for (var at = uri.lastIndexOf('/');
        at > 0 && topics.size() < 64;
        at = uri.lastIndexOf('/', at - 1)) {
      topics.add(new Topic(Kind.RESOURCE, uri.substring(0, at)));
      topics.add(new Topic(Kind.RESOURCE, uri.substring(0, at + 1)));
    }
    return topics;
  }

  private void over(Stream stream) {
    failed(stream).forEach(Ear::settle);
  }

  /** Tries again later, and says who must do without for now. */
  private List<Ear> failed(Stream stream) {
    long pause;
    List<Ear> ears;
    var place = stream.place;
    synchronized (this) {
      var isOne = stream == place.opening || stream == place.current;
      place.opening = stream == place.opening ? null : place.opening;
      place.current = stream == place.current ? null : place.current;
      if (!isOne || place.ears.isEmpty()) {
        return List.of();
      }
      ears = List.copyOf(place.ears);
      place.missed = true;
      if (place.pauses) {
        return ears;
      }
      place.pauses = true;
      pause = Math.min(FIRST_PAUSE << Math.min(place.failures, 6), LONGEST_PAUSE);
      place.failures++;
    }
    later.accept(
        Duration.ofSeconds(pause),
        () -> {
          synchronized (this) {
            place.pauses = false;
          }
          open(place, null);
        });
    return ears;
  }

  private static void cancel(@Nullable Stream stream) {
    if (stream != null) {
      stream.cancel();
    }
  }

  /** One stream from a server; it says at its beginning what it will tell of. */
  private final class Stream implements Answering {
    private final Place place;
    private final Set<Topic> topics;
    private @Nullable Exchange exchange;
    private boolean cancelled;

    Stream(Place place, Set<Topic> topics) {
      this.place = place;
      this.topics = topics;
    }

    synchronized void carries(Exchange begun) {
      exchange = begun;
      if (cancelled) {
        begun.cancel();
      }
    }

    synchronized void cancel() {
      cancelled = true;
      if (exchange != null) {
        exchange.cancel();
      }
    }

    @Override
    public void head(AnswerHead head) {
      if (head.status() != 200) {
        cancel();
        over(this);
      }
    }

    @Override
    public void message(byte[] message, @Nullable String eventId) {
      try {
        var envelope = Envelope.scan(message, StrictJson.Bounds.DEFAULT);
        switch (envelope.shape()) {
          case NOTIFICATION -> heard(this, envelope);
          case RESULT, ERROR -> {
            cancel();
            over(this);
          }
          case REQUEST -> {
            // Nobody is there to answer it.
          }
        }
      } catch (Malformed e) {
        // Nothing that anybody could be told.
      }
    }

    @Override
    public void end() {
      over(this);
    }

    @Override
    public void failed(UpstreamFailure failure) {
      over(this);
    }
  }
}
