package dev.gatehouse.core.gateway;

import dev.gatehouse.core.audit.AuditEvent.Status;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Era;
import dev.gatehouse.protocol.JsonRpc;

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

  /** A server that has lost its session says so by 404; some say 400 and -32000. */
  static boolean saysForgotten(int status, Envelope answer) {
    return status == 404
        || (status == 400
            && answer.shape() == Envelope.Shape.ERROR
            && answer.errorCode() == NO_SESSION);
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
