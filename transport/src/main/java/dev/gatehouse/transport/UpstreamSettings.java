package dev.gatehouse.transport;

import dev.gatehouse.core.kind.Default;
import dev.gatehouse.core.kind.Doc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How Gatehouse talks to servers. */
@Doc("How Gatehouse talks to servers.")
public record UpstreamSettings(
    @Doc("How long a connection may take to be made, TLS included, 100ms to 1m.") @Default("5s")
        Duration connectTime,
    @Doc(
            "How long an unused connection is kept, 1s to 10m. Many servers close theirs after 5s"
                + " and do not say so.")
        @Default("4s")
        Duration keepAlive,
    @Doc("The most connections to one server from one event loop, 1 to 10000.") @Default("256")
        int maxConnections,
    @Doc("The most calls that wait for such a connection, 1 to 100000; more are refused as busy.")
        @Default("1024")
        int maxWaiting,
    @Doc("The largest JSON answer, or line of a stdio server, in bytes, 1 KiB to 256 MiB.")
        @Default("16777216")
        int maxMessageBytes,
    @Doc("The largest server-sent event in bytes, 1 KiB to 256 MiB.") @Default("4194304")
        int maxEventBytes,
    @Doc("PEM file with certificates of further authorities to trust.")
        Optional<Path> authorities) {
  /** The settings when nothing is set. */
  public static final UpstreamSettings DEFAULT =
      new UpstreamSettings(
          Duration.ofSeconds(5),
          Duration.ofSeconds(4),
          256,
          1024,
          16 << 20,
          4 << 20,
          Optional.empty());

  /**
   * @throws IllegalArgumentException when a value is out of its range; the message names it
   */
  public UpstreamSettings {
    Range.check("connect-time", connectTime, Duration.ofMillis(100), Duration.ofMinutes(1));
    Range.check("keep-alive", keepAlive, Duration.ofSeconds(1), Duration.ofMinutes(10));
    Range.check("max-connections", maxConnections, 1, 10_000);
    Range.check("max-waiting", maxWaiting, 1, 100_000);
    Range.check("max-message-bytes", maxMessageBytes, 1 << 10, 256 << 20);
    Range.check("max-event-bytes", maxEventBytes, 1 << 10, 256 << 20);
  }
}
