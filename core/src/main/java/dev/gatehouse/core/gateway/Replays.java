package dev.gatehouse.core.gateway;

import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.sessions.ClientSession;
import dev.gatehouse.core.sessions.UpstreamSession;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The streams of calls that legacy clients can come back to by {@code Last-Event-ID}, where the
 * server itself has nothing to read on from: it speaks the modern era. A stream is found only in
 * the session that it began in, by 128 random bits. Bounded for each session and in all, in bytes
 * and in time; what is dropped is the oldest. Thread-safe; holds its lock only while it looks at
 * its own fields.
 */
final class Replays {
  /** How long a stream that has ended can be come back to. */
  static final Duration KEPT = Duration.ofMinutes(1);

  /** How long any can, from its beginning. */
  static final Duration LONGEST = Duration.ofHours(2);

  private static final int MOST = 10_000;
  private static final int MOST_OF_A_SESSION = 16;
  private static final long MOST_BYTES = 64L << 20;
  private static final int KEY_BYTES = 16;
  private static final int LONGEST_NUMBER = 18;

  private final LinkedHashMap<String, Replay> streams = new LinkedHashMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private final SecureRandom random = new SecureRandom();
  private final LongSupplier nanoTime;

  Replays(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Nanoseconds of the clock that ages are measured by. */
  long now() {
    return nanoTime.getAsLong();
  }

  /** Whether streams of this session are kept here: its server keeps none. */
  static boolean areKeptFor(@Nullable UpstreamSession session) {
    return session != null && session.isBridge();
  }

  /** A stream for one call, which begins at once. */
  Replay begin(Reply reply, ClientSession client, UpstreamSession session) {
    var random128 = new byte[KEY_BYTES];
    random.nextBytes(random128);
    var key = Base64.getUrlEncoder().withoutPadding().encodeToString(random128);
    var begun = new Replay(this, key, client, session.server().name(), now());
    makeRoom(client);
    synchronized (this) {
      streams.put(key, begun);
    }
    begun.begins(reply, session.version().equals("2025-11-25"));
    return begun;
  }

  private void makeRoom(ClientSession client) {
    List<Replay> out = new ArrayList<>();
    synchronized (this) {
      var own = streams.values().stream().filter(it -> it.isOf(client)).toList();
      if (own.size() >= MOST_OF_A_SESSION) {
        out.add(own.getFirst());
      }
      if (streams.size() >= MOST) {
        out.add(streams.firstEntry().getValue());
      }
      streams.values().removeAll(out);
    }
    out.forEach(this::forgotten);
  }

  private void forgotten(Replay stream) {
    bytes.addAndGet(-stream.forget());
  }

  /** Notes that a stream keeps more now, or less. */
  void grown(long more) {
    var all = bytes.addAndGet(more);
    while (all > MOST_BYTES) {
      Replay oldest;
      synchronized (this) {
        var first = streams.pollFirstEntry();
        if (first == null) {
          return;
        }
        oldest = first.getValue();
      }
      forgotten(oldest);
      all = bytes.get();
    }
  }

  /** Drops what is too old. Called from time to time. */
  void sweep() {
    var now = now();
    List<Replay> stale;
    synchronized (this) {
      stale = streams.values().stream().filter(it -> it.isStale(now)).toList();
      streams.values().removeAll(stale);
    }
    stale.forEach(this::forgotten);
  }

  /** How many bytes are kept. */
  long bytes() {
    return bytes.get();
  }

  /**
   * Goes on with the stream that the event belongs to.
   *
   * @param route whether the caller may be on this route
   * @return false when the event is none of this session's, or what came after it is gone
   */
  boolean goesOn(
      Stages stages,
      Visit visit,
      ClientSession client,
      @Nullable String lastEventId,
      OpenStreams.Check route) {
    var dot = lastEventId == null ? -1 : lastEventId.lastIndexOf('.');
    if (lastEventId == null || dot < 0) {
      return false;
    }
    var after = number(lastEventId.substring(dot + 1));
    var stream = find(lastEventId.substring(0, dot));
    if (after < 0 || stream == null || stream.isStale(now()) || !stream.holds(client, after)) {
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
    var reply = visit.reply();
    var open = stages.streams().begins(visit, check, _ -> stream.withdrawn(reply));
    stages.answer(
        visit,
        () -> {
          stages.streams().stands(visit, open);
          stream.goesOn(after, reply, open::over);
        });
    return true;
  }

  private synchronized @Nullable Replay find(String key) {
    return streams.get(key);
  }

  private static long number(String text) {
    var isNumber =
        !text.isEmpty()
            && text.length() <= LONGEST_NUMBER
            && text.chars().allMatch(it -> it >= '0' && it <= '9');
    return isNumber ? Long.parseLong(text) : -1;
  }
}
