package dev.gatehouse.server.settings;

import dev.gatehouse.core.kind.ByteSize;
import dev.gatehouse.core.kind.Default;
import dev.gatehouse.core.kind.Doc;
import dev.gatehouse.core.kind.WrittenDuration;
import dev.gatehouse.transport.ListenerBounds;
import java.time.Duration;

/** The most of everything that the gateway takes, holds or waits for. */
@Doc("The most of everything that the gateway takes, holds or waits for.")
public record BoundsSettings(
    @Doc("The largest request body, 1KiB to 64MiB.") @Default("4MiB") ByteSize request,
    @Doc("The largest answer or event of a server, 1KiB to 256MiB.") @Default("16MiB")
        ByteSize answer,
    @Doc("All headers of a request together, 1KiB to 256KiB.") @Default("32KiB") ByteSize headers,
    @Doc("Header lines of a request, 10 to 1000.") @Default("100") int headerLines,
    @Doc("How deep JSON may be nested, 8 to 1000.") @Default("128") int jsonDepth,
    @Doc("Open connections of clients, 1 to 1000000; more are closed as they come.")
        @Default("20000")
        int connections,
    @Doc("Requests that the control plane works on at once, 1 to 10000.") @Default("64")
        int controlRequests,
    @Doc("Sessions of legacy clients at once, 1 to 1000000.") @Default("10000") int sessions,
    @Doc("Sessions of one caller at once, 1 to 100000.") @Default("100") int sessionsPerCaller,
    @Doc("Child processes of all stdio servers at once, 1 to 10000.") @Default("100") int processes,
    @Doc("From the first byte of a request's headers to their last, 1s to 5m.") @Default("10s")
        Duration headerTime,
    @Doc("From the end of a request's headers to the end of its body, 1s to 1h.") @Default("30s")
        Duration bodyTime,
    @Doc("How long a client that takes no bytes of its answer is waited for, 1s to 1h.")
        @Default("1m")
        Duration writeTime,
    @Doc("A connection without a request is closed after this time, 1s to 1d.") @Default("75s")
        Duration idleConnection,
    @Doc("What a session without use holds is let go after this time, 1s to 24h.") @Default("1h")
        Duration idleSession,
    @Doc("How long after its beginning a session can be taken up again, 1m to 90d.") @Default("7d")
        Duration sessionAge,
    @Doc("A child process without use is stopped after this time, 1s to 24h.") @Default("10m")
        Duration idleProcess,
    @Doc("A requestState of the modern era is taken back within this time, 10s to 24h.")
        @Default("10m")
        Duration requestState,
    @Doc("Silence on a stream after which a comment keeps it open, 1s to 10m.") @Default("15s")
        Duration heartbeat,
    @Doc(
            "Servers that are silent are asked for their definitions again after this time, 10s to 1d.")
        @Default("5m")
        Duration lookAgain,
    @Doc("Connecting to a server, TLS included, 100ms to 1m.") @Default("5s") Duration connect,
    @Doc("Calls under way may end within this time when the gateway stops, 0s to 10m.")
        @Default("20s")
        Duration drain) {
  /**
   * @throws IllegalArgumentException when one is out of its range; the message names it
   */
  public BoundsSettings {
    check("request", request, "1KiB", "64MiB");
    check("answer", answer, "1KiB", "256MiB");
    check("headers", headers, "1KiB", "256KiB");
    check("header-lines", headerLines, 10, 1_000);
    check("json-depth", jsonDepth, 8, 1_000);
    check("connections", connections, 1, 1_000_000);
    check("control-requests", controlRequests, 1, 10_000);
    check("sessions", sessions, 1, 1_000_000);
    check("sessions-per-caller", sessionsPerCaller, 1, 100_000);
    check("processes", processes, 1, 10_000);
    check("header-time", headerTime, "1s", "5m");
    check("body-time", bodyTime, "1s", "1h");
    check("write-time", writeTime, "1s", "1h");
    check("idle-connection", idleConnection, "1s", "1d");
    check("idle-session", idleSession, "1s", "24h");
    check("session-age", sessionAge, "1m", "90d");
    check("idle-process", idleProcess, "1s", "24h");
    check("request-state", requestState, "10s", "24h");
    check("heartbeat", heartbeat, "1s", "10m");
    check("look-again", lookAgain, "10s", "1d");
    check("connect", connect, "100ms", "1m");
    check("drain", drain, "0s", "10m");
  }

  /** What of it the listener keeps to. */
  public ListenerBounds listener() {
    return new ListenerBounds(
        request.asInt(),
        headers.asInt(),
        headerLines,
        connections,
        controlRequests,
        headerTime,
        bodyTime,
        idleConnection,
        writeTime,
        heartbeat);
  }

  private static void check(String key, ByteSize size, String least, String most) {
    refuse(
        size.compareTo(ByteSize.of(least)) < 0 || size.compareTo(ByteSize.of(most)) > 0,
        key + " is " + least + " to " + most);
  }

  private static void check(String key, int number, int least, int most) {
    refuse(number < least || number > most, key + " is " + least + " to " + most);
  }

  private static void check(String key, Duration time, String least, String most) {
    refuse(
        time.compareTo(WrittenDuration.of(least)) < 0
            || time.compareTo(WrittenDuration.of(most)) > 0,
        key + " is " + least + " to " + most);
  }

  private static void refuse(boolean isOutside, String message) {
    if (isOutside) {
      throw new IllegalArgumentException(message);
    }
  }
}
