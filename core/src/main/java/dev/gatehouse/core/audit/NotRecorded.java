package dev.gatehouse.core.audit;

/**
 * An event could not be written. The message says why and what to do; it goes to the log and to
 * health, never to a caller. Has no stack trace, since a full disk makes many of them.
 */
public final class NotRecorded extends Exception {
  NotRecorded(String message) {
    super(message, null, false, false);
  }
}
