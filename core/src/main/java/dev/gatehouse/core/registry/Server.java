package dev.gatehouse.core.registry;

import dev.gatehouse.protocol.Era;
import java.time.Duration;
import java.util.Optional;

/**
 * An MCP server in the catalogue.
 *
 * @param name unique in the catalogue
 * @param connection how it is reached
 * @param origin who declares it
 * @param approval whether it may be reached at all
 * @param era the way of speaking, when the owner has fixed it; otherwise it is probed
 * @param sessions who shares a session with the server
 * @param deadline from sending a call to its whole answer, 100 ms to 1 h
 * @param drift what becomes of definitions that are not those that were pinned
 * @param isPublicBelieved whether its {@code cacheScope: public} may be passed on
 */
public record Server(
    ServerName name,
    Connection connection,
    Origin origin,
    Approval approval,
    Optional<Era> era,
    Sessions sessions,
    Duration deadline,
    DriftMode drift,
    boolean isPublicBelieved) {
  /** Who declares a server, and so where it can be changed. */
  public enum Origin {
    /** The settings file; read-only in the API. */
    FILE,
    /** The store, through the API. */
    STORE
  }

  /** Who shares one session with a server of the legacy era. */
  public enum Sessions {
    /** Each session of a client has its own: what a server that keeps state between calls needs. */
    PER_CLIENT,
    /** All sessions of one caller share one: what keeps the number of processes small. */
    PER_CALLER;

    /**
     * Checks that it can be had.
     *
     * @throws IllegalArgumentException for sessions that several clients share: their messages
     *     cannot be told apart yet
     */
    public Sessions available() {
      if (this == PER_CALLER) {
        throw new IllegalArgumentException(
            "sessions: per-caller cannot be had yet; write per-client, or leave it out");
      }
      return this;
    }
  }

  /** The same server, with a decision about it. */
  public Server decided(Approval approval, DriftMode drift) {
    return new Server(
        name, connection, origin, approval, era, sessions, deadline, drift, isPublicBelieved);
  }

  /** The same server, reached in another way. */
  public Server through(Connection other) {
    return new Server(
        name, other, origin, approval, era, sessions, deadline, drift, isPublicBelieved);
  }

  /** Whether calls may go to it. */
  public boolean isReachable() {
    return approval instanceof Approval.Approved;
  }
}
