package dev.gatehouse.core.sealing;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Seals that open once, and only for some time. Which ones have been opened is known to this
 * process alone: another node, or this one after a restart, opens a seal once more until its time
 * is over. Thread-safe.
 */
public final class OneTimeSeals {
  /** The most opened seals that are remembered; beyond, none is opened until some have expired. */
  private static final int MOST = 200_000;

  /** Characters that hold the nonce and so tell a seal from all others. */
  private static final int NAME = 18;

  private static final long PURGE_MILLIS = 1_000;

  private final ConcurrentHashMap<String, Long> used = new ConcurrentHashMap<>();
  private final Sealer sealer;
  private final long life;
  private final int most;
  private final InstantSource clock;
  private long purged = Long.MIN_VALUE;

  /** What became of a seal that came back. */
  public sealed interface Opening {
    /** It holds, and will not open again. */
    record Open(byte[] content) implements Opening {}

    /** It does not. */
    enum Not implements Opening {
      /** It is not our seal, for this purpose and this bond. */
      OURS,
      /** Its time is over. */
      FRESH,
      /** It has been opened before. */
      UNUSED,
      /** Whether it has been opened before could not be remembered. */
      REMEMBERED
    }
  }

  /**
   * @param life how long a seal opens, more than nothing
   */
  public OneTimeSeals(Sealer sealer, Duration life, InstantSource clock) {
    this(sealer, life, clock, MOST);
  }

  OneTimeSeals(Sealer sealer, Duration life, InstantSource clock, int most) {
    this.most = most;
    this.sealer = sealer;
    this.life = life.toMillis();
    this.clock = clock;
  }

  /**
   * Seals the content.
   *
   * @see Sealer#seal
   */
  public String seal(String purpose, String boundTo, byte[] content) {
    var timed =
        ByteBuffer.allocate(Long.BYTES + content.length)
            .putLong(clock.millis() + life)
            .put(content)
            .array();
    return sealer.seal(purpose, boundTo, timed);
  }

  /** Opens a seal, once. */
  public Opening open(String purpose, String boundTo, String sealed) {
    var timed = sealer.open(purpose, boundTo, sealed).orElse(null);
    if (timed == null || timed.length < Long.BYTES) {
      return Opening.Not.OURS;
    }
    var until = ByteBuffer.wrap(timed).getLong();
    var now = clock.millis();
    if (now >= until) {
      return Opening.Not.FRESH;
    }
    if (!hasRoom(now)) {
      return Opening.Not.REMEMBERED;
    }
    return used.putIfAbsent(name(sealed), until) == null
        ? new Opening.Open(Arrays.copyOfRange(timed, Long.BYTES, timed.length))
        : Opening.Not.UNUSED;
  }

  /** What this seal was opened for has not begun: it may be opened again. */
  public void giveBack(String sealed) {
    used.remove(name(sealed));
  }

  private static String name(String sealed) {
    return sealed.substring(0, Math.min(NAME, sealed.length()));
  }

  private boolean hasRoom(long now) {
    if (used.size() < most) {
      return true;
    }
    purge(now);
    return used.size() < most;
  }

  private synchronized void purge(long now) {
    if (now - PURGE_MILLIS >= purged) {
      purged = now;
      used.values().removeIf(until -> now >= until);
    }
  }
}
