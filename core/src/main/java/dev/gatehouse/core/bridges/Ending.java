package dev.gatehouse.core.bridges;

import dev.gatehouse.core.upstream.UpstreamFailure;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.InputKind;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.ToModern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a call at a server of the legacy era ended, for whichever modern request hears it. */
sealed interface Ending {
  /** Brings it to the hearer. */
  void tell(Hearing to);

  /**
   * With an answer.
   *
   * @param status the HTTP status that goes with it
   * @param message the answer to the request with this id
   */
  record Answered(int status, Function<String, byte[]> message) implements Ending {
    @Override
    public void tell(Hearing to) {
      to.answer(status, message.apply(to.idText()));
    }
  }

  /** Without one. */
  record Failed(UpstreamFailure failure) implements Ending {
    @Override
    public void tell(Hearing to) {
      to.failed(failure);
    }
  }

  /** With what the server answered to this method. */
  static Ending of(Envelope answer, @Nullable String method) {
    if (answer.shape() == Envelope.Shape.RESULT) {
      return new Answered(200, id -> ToModern.result(answer, id, method));
    }
    var status =
        switch (ToModern.errorCode(answer, method)) {
          case JsonRpc.METHOD_NOT_FOUND -> 404;
          case JsonRpc.MISSING_CAPABILITY -> 400;
          default -> 200;
        };
    return new Answered(status, id -> ToModern.error(answer, id, method));
  }

  /** The server could not do without something that the client does not have. */
  static Ending missing(InputKind kind) {
    var why = "The server needs a client that can answer " + kind.method() + ".";
    var data = "{\"requiredCapabilities\":" + kind.capabilityJson() + "}";
    return new Answered(400, id -> JsonRpc.error(id, JsonRpc.MISSING_CAPABILITY, why, data));
  }

  /** The user is to visit pages first; nothing has been done. */
  static Ending elicitations(List<String> requestsJson, String state) {
    var requests = new LinkedHashMap<String, String>();
    for (var request : requestsJson) {
      requests.put("input-" + (requests.size() + 1), request);
    }
    return new Answered(200, id -> ToModern.inputRequired(id, requests, state));
  }
}
