package dev.gatehouse.core.upstream;

/**
 * Why an answer did not come or broke off.
 *
 * @param cause the class of failure
 * @param sent whether the upstream may have seen the message: when true it must not be sent again
 * @param detail one sentence for the record and the operator, without secrets, at most 500
 *     characters
 */
public record UpstreamFailure(Cause cause, Sent sent, String detail) {
  /** What went wrong. */
  public enum Cause {
    /** No connection, or no process. */
    UNREACHABLE,
    /** A deadline passed. */
    TIMEOUT,
    /** More or larger data than the bounds allow. */
    TOO_LARGE,
    /** The answer breaks HTTP, the event stream format or the line protocol. */
    BROKEN,
    /** The connection or process ended in the middle. */
    LOST,
    /** More exchanges wait for this upstream than its bound. */
    BUSY
  }

  /** Whether the message left. */
  public enum Sent {
    NO,
    MAYBE
  }
}
