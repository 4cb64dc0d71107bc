package dev.gatehouse.core.gateway;

import dev.gatehouse.protocol.Envelope;
import org.jspecify.annotations.Nullable;

/** What a request on an MCP route is, once its headers and its envelope agree. */
sealed interface Incoming {
  /** A request of the modern era, whole in itself. */
  record Modern(Envelope message) implements Incoming {}

  /** A notification of the modern era: accepted, since over HTTP none means anything. */
  record ModernNotification() implements Incoming {}

  /** The first message of a session of the legacy era. */
  record Initialize(Envelope message) implements Incoming {}

  /** A request, notification or answer inside a session of the legacy era. */
  record InSession(Envelope message, @Nullable String sessionId) implements Incoming {}

  /** A client that wants to hear what belongs to no request. */
  record Listen(@Nullable String sessionId, @Nullable String lastEventId) implements Incoming {}

  /** A client that ends its session. */
  record Goodbye(@Nullable String sessionId) implements Incoming {}
}
