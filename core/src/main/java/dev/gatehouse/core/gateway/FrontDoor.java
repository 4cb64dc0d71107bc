package dev.gatehouse.core.gateway;

import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Era;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.ModernRequest;
import dev.gatehouse.protocol.ProtocolVersion;
import dev.gatehouse.protocol.StrictJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells what has come, and refuses what is against the protocol: the body decides on the era, and
 * headers must agree with it.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/transports#streamable-http">Streamable
 *     HTTP</a>
 */
final class FrontDoor {
  private static final List<String> SUPPORTED = List.of(ProtocolVersion.V2026_07_28.text());

  private final StrictJson.Bounds bounds;

  FrontDoor(StrictJson.Bounds bounds) {
    this.bounds = bounds;
  }

  /**
   * Reads the request, and lets the visit know its message.
   *
   * @throws Refused with BadMessage
   */
  Incoming read(Visit visit) {
    var arrival = visit.arrival();
    var headers = arrival.headers();
    return switch (arrival.verb()) {
      case GET -> new Incoming.Listen(headers.sessionId(), headers.lastEventId());
      case DELETE -> new Incoming.Goodbye(headers.sessionId());
      case POST -> {
        var message = scan(arrival.body());
        visit.message(message, message.metaProtocolVersion() == null ? Era.LEGACY : Era.MODERN);
        yield post(arrival, message);
      }
    };
  }

  private Envelope scan(byte[] body) {
    try {
      return Envelope.scan(body, bounds);
    } catch (Malformed e) {
      var what = e.getMessage() == null ? "not a JSON-RPC message" : e.getMessage();
      throw new Refused(new Refusal.BadMessage(400, e.kind().code(), what, ""));
    }
  }

  private static Incoming post(Arrival arrival, Envelope message) {
    var method = message.method();
    var headers = arrival.headers();
    if (message.metaProtocolVersion() != null) {
      return modern(arrival, message);
    }
    if ("initialize".equals(method) && message.shape() == Envelope.Shape.REQUEST) {
      requireBothMediaTypes(arrival);
      return new Incoming.Initialize(message);
    }
    var version = headers.protocolVersion();
    if (version != null) {
      refuseVersion(version, message, headers.sessionId());
    }
    if (isModern(version) && message.shape() == Envelope.Shape.NOTIFICATION) {
      return new Incoming.ModernNotification();
    }
    return new Incoming.InSession(message, headers.sessionId());
  }

  private static Incoming modern(Arrival arrival, Envelope message) {
    return switch (message.shape()) {
      case REQUEST -> {
        var problem = ModernRequest.check(message, arrival.headers(), SUPPORTED);
        if (problem.isPresent()) {
          var bad = problem.get();
          var data = bad.dataJson() == null ? "" : bad.dataJson();
          throw new Refused(new Refusal.BadMessage(400, bad.code(), bad.message(), data));
        }
        yield new Incoming.Modern(message);
      }
      case NOTIFICATION -> new Incoming.ModernNotification();
      case RESULT, ERROR ->
          throw new Refused(
              new Refusal.BadMessage(
                  400,
                  JsonRpc.INVALID_REQUEST,
                  "clients of revision 2026-07-28 send requests, never answers",
                  ""));
    };
  }

  private static void refuseVersion(String version, Envelope message, @Nullable String sessionId) {
    if (isModern(version) && message.shape() != Envelope.Shape.NOTIFICATION) {
      throw new Refused(
          new Refusal.BadMessage(
              400,
              JsonRpc.INVALID_PARAMS,
              "the header says MCP-Protocol-Version "
                  + version
                  + ", so params._meta must carry io.modelcontextprotocol/protocolVersion and"
                  + " io.modelcontextprotocol/clientCapabilities",
              ""));
    }
    if (ProtocolVersion.of(version).isEmpty()) {
      throw new Refused(
          new Refusal.BadMessage(
              400,
              sessionId == null ? JsonRpc.UNSUPPORTED_VERSION : JsonRpc.INVALID_REQUEST,
              "this MCP-Protocol-Version is not supported",
              "{\"supported\":[\"2026-07-28\",\"2025-11-25\",\"2025-06-18\",\"2025-03-26\"],\"requested\":"
                  + JsonRpc.quote(version)
                  + "}"));
    }
  }

  private static boolean isModern(@Nullable String version) {
    return version != null
        && ProtocolVersion.of(version).map(ProtocolVersion::era).orElse(Era.LEGACY) == Era.MODERN;
  }

  private static void requireBothMediaTypes(Arrival arrival) {
    if (!arrival.acceptsJson() && !arrival.acceptsEvents()) {
      throw new Refused(
          new Refusal.BadMessage(
              406,
              JsonRpc.INVALID_REQUEST,
              "Accept must allow application/json and text/event-stream",
              ""));
    }
  }
}
