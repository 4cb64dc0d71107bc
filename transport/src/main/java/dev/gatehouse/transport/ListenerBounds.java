package dev.gatehouse.transport;

import dev.gatehouse.core.kind.Default;
import dev.gatehouse.core.kind.Doc;
import java.time.Duration;

/** How much and how long clients may. */
@Doc("How much and how long clients of the listener may.")
public record ListenerBounds(
    @Doc("The largest body of a request in bytes, 1 KiB to 64 MiB.") @Default("4194304")
        int maxBodyBytes,
    @Doc("The largest head of a request in bytes, 1 KiB to 256 KiB.") @Default("32768")
        int maxHeadBytes,
    @Doc("The most header lines of a request, 10 to 1000.") @Default("100") int maxHeaders,
    @Doc("The most open connections, 1 to 1000000; more are closed as they come.") @Default("20000")
        int maxConnections,
    @Doc("The most requests that the control plane works on at once, 1 to 10000.") @Default("64")
        int maxControlRequests,
    @Doc("From the first byte of a request's head to its last, 1s to 5m.") @Default("10s")
        Duration headTime,
    @Doc("From the end of a request's head to the end of its body, 1s to 1h.") @Default("30s")
        Duration bodyTime,
    @Doc("How long a connection without a request stays open, 1s to 1d.") @Default("75s")
        Duration idleTime,
    @Doc("How long a client that takes no bytes of its answer is waited for, 1s to 1h.")
        @Default("60s")
        Duration writeTime,
    @Doc("Silence on a stream after which a comment is sent to keep it open, 1s to 10m.")
        @Default("15s")
        Duration keepAlive) {
  /** The bounds when nothing is set. */
  public static final ListenerBounds DEFAULT =
      new ListenerBounds(
          4 << 20,
          32 << 10,
          100,
          20_000,
          64,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(75),
          Duration.ofSeconds(60),
          Duration.ofSeconds(15));

  /**
   * @throws IllegalArgumentException when a value is out of its range; the message names it
   */
  public ListenerBounds {
    Range.check("max-body-bytes", maxBodyBytes, 1 << 10, 64 << 20);
    Range.check("max-head-bytes", maxHeadBytes, 1 << 10, 256 << 10);
    Range.check("max-headers", maxHeaders, 10, 1_000);
    Range.check("max-connections", maxConnections, 1, 1_000_000);
    Range.check("max-control-requests", maxControlRequests, 1, 10_000);
    Range.check("head-time", headTime, Duration.ofSeconds(1), Duration.ofMinutes(5));
    Range.check("body-time", bodyTime, Duration.ofSeconds(1), Duration.ofHours(1));
    Range.check("idle-time", idleTime, Duration.ofSeconds(1), Duration.ofDays(1));
    Range.check("write-time", writeTime, Duration.ofSeconds(1), Duration.ofHours(1));
    Range.check("keep-alive", keepAlive, Duration.ofSeconds(1), Duration.ofMinutes(10));
  }
}
