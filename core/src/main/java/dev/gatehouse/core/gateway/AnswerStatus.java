package dev.gatehouse.core.gateway;

import dev.gatehouse.core.audit.AuditEvent.Status;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Era;
import dev.gatehouse.protocol.JsonRpc;
import org.jspecify.annotations.Nullable;

/** What the status of an answer says, to the record and to the client. */
final class AnswerStatus {
  private static final int NO_SESSION = -32000;

  private AnswerStatus() {}

  /** How the call ended, for the record. */
  static Status recorded(Envelope answer) {
    if (answer.shape() == Envelope.Shape.ERROR) {
      return Status.ERROR;
    }
    return answer.isError() ? Status.TOOL_ERROR : Status.OK;
  }

  /**
   * Why the server has certainly done nothing, null when it may have.
   *
   * @param answer null when it was not JSON-RPC
   */
  static @Nullable NotDone notDone(Way way, int status, @Nullable Envelope answer) {
    var code = answer != null && answer.shape() == Envelope.Shape.ERROR ? answer.errorCode() : 0;
    var session = way.session();
    if (session != null) {
      return session.hasId() && saysForgotten(status, code) ? NotDone.SESSION_LOST : null;
    }
    if (way.isFace()) {
      return null;
    }
    if (code == JsonRpc.HEADER_MISMATCH) {
      return NotDone.OLD_HEADERS;
    }
    var knowsNoModern = status == 400 && (answer == null || code == NO_SESSION);
    return knowsNoModern || code == JsonRpc.UNSUPPORTED_VERSION ? NotDone.OTHER_ERA : null;
  }

  /** A server that has lost its session says so by 404; some say 400 and -32000. */
  private static boolean saysForgotten(int status, int code) {
    return status == 404 || (status == 400 && code == NO_SESSION);
  }

  /**
   * The HTTP status that the client gets. Pipes have none of their own, so errors get the one that
   * HTTP would have given them; and a server that has lost its session must not seem to have ended
   * the client's with the gateway.
   *
   * @param status that of the server
   */
  static int http(Visit visit, Way way, int status, Envelope answer) {
    if (visit.era() == Era.LEGACY) {
      var isPaired = visit.arrival().endpoint() instanceof Endpoint.OneServer;
      return status == 404 && !isPaired ? 200 : status;
    }
    if (!way.line().isPipe()) {
      return status;
    }
    if (answer.shape() != Envelope.Shape.ERROR) {
      return 200;
    }
    return switch (answer.errorCode()) {
      case JsonRpc.METHOD_NOT_FOUND -> 404;
      case JsonRpc.HEADER_MISMATCH, JsonRpc.MISSING_CAPABILITY, JsonRpc.UNSUPPORTED_VERSION -> 400;
      default -> 200;
    };
  }
}
