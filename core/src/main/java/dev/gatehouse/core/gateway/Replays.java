package dev.gatehouse.core.gateway;

import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.sessions.ClientSession;
import dev.gatehouse.core.sessions.UpstreamSession;
import dev.gatehouse.protocol.ProtocolVersion;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The streams of calls that legacy clients can come back to by {@code Last-Event-ID}, where the
 * server itself has nothing to read on from: it speaks the modern era. A stream is found only in
 * the session that it began in, and is forgotten with it. Bounded for each session and in all, in
 * bytes and in time; what is dropped is the oldest. Thread-safe; holds its lock only while it looks
 * at its own fields.
 */
final class Replays {
  /** How long a stream that has ended can be come back to. */
  static final Duration KEPT = Duration.ofMinutes(1);

  /** How long any can, from its beginning. */
  static final Duration LONGEST = Duration.ofHours(2);

  /**
   * Bounds.
   *
   * @param streams in all
   * @param streamsOfASession the last that began
   * @param bytes of all streams
   * @param eventsOfAStream the last
   * @param bytesOfAStream of the last events
   */
  record Bounds(
      int streams, int streamsOfASession, long bytes, int eventsOfAStream, long bytesOfAStream) {
    static final Bounds DEFAULT = new Bounds(10_000, 16, 64L << 20, 1_000, 1L << 20);
  }

  private final LinkedHashSet<Replay> streams = new LinkedHashSet<>();
  private final Map<ClientSession, ArrayDeque<Replay>> sessions = new HashMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong numbers = new AtomicLong();
  private final EventIds ids = new EventIds();
  private final LongSupplier nanoTime;
  private final Bounds bounds;

  Replays(LongSupplier nanoTime, Bounds bounds) {
    this.nanoTime = nanoTime;
    this.bounds = bounds;
  }

  /** Nanoseconds of the clock that ages are measured by. */
  long now() {
    return nanoTime.getAsLong();
  }

  Bounds bounds() {
    return bounds;
  }

  EventIds ids() {
    return ids;
  }

  /** Whether streams of this session are kept here: its server keeps none. */
  static boolean areKeptFor(UpstreamSession session) {
    return session.isBridge();
  }

  /** A stream for one call, which begins at once. */
  Replay begin(Reply reply, ClientSession client, UpstreamSession session) {
    var begun = new Replay(this, numbers.incrementAndGet(), client, session.server());
    add(begun);
    // Older clients do not expect an event without a message.
    begun.begins(reply, session.version().equals(ProtocolVersion.V2025_11_25.text()));
    return begun;
  }

  private void add(Replay begun) {
    var client = begun.owner();
    Replay out = null;
    boolean isFirst;
    synchronized (this) {
      isFirst = !sessions.containsKey(client);
      var own = sessions.computeIfAbsent(client, _ -> new ArrayDeque<>());
      if (own.size() >= bounds.streamsOfASession) {
        out = own.getFirst();
      } else if (streams.size() >= bounds.streams) {
        out = streams.getFirst();
      }
      if (out != null) {
        remove(out);
      }
      own.add(begun);
      streams.add(begun);
    }
    if (isFirst) {
      client.whenOver(() -> forget(client));
    }
    if (out != null) {
      forget(out);
    }
  }

  private void remove(Replay stream) {
    streams.remove(stream);
    var own = sessions.get(stream.owner());
    if (own != null) {
      own.remove(stream);
    }
  }

  private void forget(ClientSession client) {
    List<Replay> own;
    synchronized (this) {
      var all = sessions.remove(client);
      own = all == null ? List.of() : List.copyOf(all);
      own.forEach(streams::remove);
    }
    own.forEach(this::forget);
  }

  private void forget(Replay stream) {
    bytes.addAndGet(-stream.forget());
    stream.look();
  }

  /** Notes that a stream keeps more now, or less. */
  void grown(long more) {
    var all = bytes.addAndGet(more);
    while (all > bounds.bytes) {
      Replay oldest;
      synchronized (this) {
        if (streams.isEmpty()) {
          return;
        }
        oldest = streams.getFirst();
        remove(oldest);
      }
      forget(oldest);
      all = bytes.get();
    }
  }

  /** Drops what is too old, and gives up clients that do not come back. From time to time. */
  void sweep() {
    List<Replay> all;
    synchronized (this) {
      all = List.copyOf(streams);
    }
    var stale = new ArrayList<Replay>();
    for (var stream : all) {
      if (stream.isStale()) {
        stale.add(stream);
      } else {
        stream.look();
      }
    }
    synchronized (this) {
      stale.forEach(this::remove);
    }
    stale.forEach(this::forget);
  }

  /** How many bytes are kept. */
  long bytes() {
    return bytes.get();
  }

  /** How many streams are kept. */
  synchronized int count() {
    return streams.size();
  }

  /**
   * Goes on with the stream that the event belongs to.
   *
   * @param route whether the caller may be on this route
   * @return false when the event is none of this session's, or what came after it is gone
   * @throws Refused when the caller may not hear the server any more
   */
  boolean goesOn(
      Stages stages,
      Visit visit,
      ClientSession client,
      @Nullable String lastEventId,
      OpenStreams.Check route) {
    var place = lastEventId == null ? null : ids.read(lastEventId).orElse(null);
    var stream = place == null ? null : find(client, place.stream());
    if (place == null || stream == null || stream.isStale() || !stream.holds(place.number())) {
      return false;
    }
    OpenStreams.Check check =
        (caller, now) -> {
          route.check(caller, now);
          if (!now.policy().mayReach(caller, stream.server())) {
            var name = stream.server().text();
            throw new Refused(new Refusal.Unknown("server", name, "nothing of it is granted"));
          }
        };
    check.check(visit.caller(), visit.snapshot());
    var hearing = stream.hearing(visit.reply());
    var open = stages.streams().begins(visit, check, _ -> hearing.withdrawn());
    hearing.whenOver(open::over);
    stages.answer(
        visit,
        () -> {
          stages.streams().stands(visit, open);
          stream.goesOn(hearing, place.number());
        });
    return true;
  }

  private synchronized @Nullable Replay find(ClientSession client, long number) {
    var own = sessions.get(client);
    return own == null
        ? null
        : own.stream().filter(it -> it.number() == number).findFirst().orElse(null);
  }
}
