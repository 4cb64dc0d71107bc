package dev.gatehouse.core.registry;

import dev.gatehouse.protocol.Era;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A server that somebody declared through the API. Its type leaves no room for a command: a program
 * is started only when the owner of the settings file wrote it there.
 *
 * @param name unique in the store
 * @param connection how it is reached, always over HTTP
 * @param era the way of speaking, when it is fixed; otherwise it is probed
 * @param sessions who shares a session with it
 * @param deadline from sending a call to its whole answer, 100 ms to 1 h
 * @param isPublicBelieved whether its {@code cacheScope: public} may be passed on
 * @param createdBy who declared it as it is now, for example {@code key:k-1}
 * @param at when
 */
public record StoredServer(
    ServerName name,
    Connection.Http connection,
    Optional<Era> era,
    Server.Sessions sessions,
    Duration deadline,
    boolean isPublicBelieved,
    String createdBy,
    Instant at) {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofHours(1);

  /**
   * @throws IllegalArgumentException when the deadline is out of its range, transport and era do
   *     not go together, or nobody is named
   */
  public StoredServer {
    if (deadline.compareTo(SHORTEST) < 0 || deadline.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a server's deadline is 100ms to 1h");
    }
    if (connection.transport() == Connection.HttpTransport.SSE
        && era.filter(fixed -> fixed == Era.MODERN).isPresent()) {
      throw new IllegalArgumentException(
          "transport sse is of the legacy era; leave out era, or the transport");
    }
    var _ = sessions.available();
    ApprovalDecision.named(createdBy);
  }

  /** The server as it stands in the catalogue. */
  public Server server(Approval approval, DriftMode drift) {
    return new Server(
        name,
        connection,
        Server.Origin.STORE,
        approval,
        era,
        sessions,
        deadline,
        drift,
        isPublicBelieved);
  }
}
