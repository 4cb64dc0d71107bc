package dev.gatehouse.core.bridges;

import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.Exchange;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.upstream.UpstreamFailure;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A server of the legacy era for one session, which is a server of the modern era beneath: the
 * handshake, pings, levels and subscriptions end here, everything else is asked in the modern way.
 * Belongs to one client's session and ends with it. Thread-safe; nothing here waits.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/versioning">versioning</a>
 */
public final class LegacyFace implements Upstream {
  private static final int MOST_CALLS = 1_000;

  /** What the server may be asked; anything else it does not know, or does not exist here. */
  private static final Set<String> ASKED =
      Set.of(
          "tools/list",
          "tools/call",
          "resources/list",
          "resources/templates/list",
          "resources/read",
          "prompts/list",
          "prompts/get",
          "completion/complete");

  private static final Set<String> LEVELS =
      Set.of("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency");

  /** Where a client has named no level the server may decide: this one keeps debugging out. */
  private static final String USUAL_LEVEL = "info";

  private final FaceLine line;
  private final OpenQuestions questions = new OpenQuestions();
  private final Set<FaceCall> calls = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Opened opened;
  private volatile @Nullable String level;
  private volatile boolean closed;

  /** What is known once the handshake is done. */
  private record Opened(Guest guest, StandingFace standing, boolean logs, boolean subscribes) {}

  LegacyFace(FaceLine line) {
    this.line = line;
  }

  @Override
  public Exchange send(Outgoing outgoing, Answering answering) {
    var telling = new Telling(answering);
    return switch (outgoing.verb()) {
      case GET -> listen(telling);
      case DELETE -> {
        telling.accepted();
        close();
        yield new Done(telling);
      }
      case POST -> post(outgoing, telling);
    };
  }

  private Exchange listen(Telling telling) {
    var known = opened;
    if (known == null) {
      telling.foreign(new AnswerHead(405, AnswerHead.Form.EMPTY, null), new byte[0]);
      return new Done(telling);
    }
    return known.standing.open(telling);
  }

  private Exchange post(Outgoing outgoing, Telling telling) {
    Envelope message;
    try {
      message = Envelope.scan(outgoing.body(), StrictJson.Bounds.DEFAULT);
    } catch (Malformed e) {
      telling.last(JsonRpc.error(e));
      return new Done(telling);
    }
    return switch (message.shape()) {
      case REQUEST -> request(outgoing, message, telling);
      case RESULT, ERROR -> {
        telling.accepted();
        questions.answered(message);
        yield new Done(telling);
      }
      case NOTIFICATION -> {
        // The handshake ends here; a cancelled call is cancelled by its exchange; and changes of
        // what a client has are seen by the next question.
        telling.accepted();
        yield new Done(telling);
      }
    };
  }

  private Exchange request(Outgoing outgoing, Envelope request, Telling telling) {
    var id = String.valueOf(request.idText());
    var method = request.method() == null ? "" : request.method();
    if (method.equals("initialize")) {
      return initialize(outgoing, request, telling);
    }
    if (method.equals("ping")) {
      telling.last(JsonRpc.result(id, "{}"));
      return new Done(telling);
    }
    var known = opened;
    if (known == null) {
      telling.last(JsonRpc.error(id, JsonRpc.INVALID_REQUEST, "The session has not begun."));
      return new Done(telling);
    }
    return switch (method) {
      case "logging/setLevel" -> setLevel(known, request, id, telling);
      case "resources/subscribe" -> subscribe(known, request, id, telling);
      case "resources/unsubscribe" -> {
        known.standing.unsubscribe(
            String.valueOf(request.uri()), () -> telling.last(JsonRpc.result(id, "{}")));
        yield new Done(telling);
      }
      default -> {
        if (!ASKED.contains(method)) {
          telling.last(JsonRpc.error(id, JsonRpc.METHOD_NOT_FOUND, "Method not found"));
          yield new Done(telling);
        }
        yield call(known, outgoing, request, telling);
      }
    };
  }

  private Exchange initialize(Outgoing outgoing, Envelope request, Telling telling) {
    var guest = Guest.of(request);
    var hello =
        new Hello(
            line,
            guest,
            String.valueOf(request.idText()),
            telling,
            offered ->
                opened =
                    new Opened(
                        guest,
                        new StandingFace(line, questions, guest, offered),
                        offered.has("logging"),
                        offered.path("resources").path("subscribe").asBoolean(false)));
    return hello.begin(outgoing);
  }

  private Exchange setLevel(Opened known, Envelope request, String id, Telling telling) {
    var asked = request.logLevel();
    if (!known.logs) {
      telling.last(JsonRpc.error(id, JsonRpc.METHOD_NOT_FOUND, "Method not found"));
    } else if (asked == null || !LEVELS.contains(asked)) {
      telling.last(
          JsonRpc.error(id, JsonRpc.INVALID_PARAMS, "params.level is not a level of logging"));
    } else {
      level = asked;
      telling.last(JsonRpc.result(id, "{}"));
    }
    return new Done(telling);
  }

  private static Exchange subscribe(Opened known, Envelope request, String id, Telling telling) {
    var uri = request.uri();
    if (!known.subscribes) {
      telling.last(JsonRpc.error(id, JsonRpc.METHOD_NOT_FOUND, "Method not found"));
    } else if (uri == null) {
      telling.last(JsonRpc.error(id, JsonRpc.INVALID_PARAMS, "params.uri is missing"));
    } else {
      known.standing.subscribe(
          uri,
          refusal ->
              telling.last(
                  refusal == null
                      ? JsonRpc.result(id, "{}")
                      : JsonRpc.error(id, JsonRpc.INTERNAL, "Not subscribed: " + refusal)));
    }
    return new Done(telling);
  }

  private Exchange call(Opened known, Outgoing outgoing, Envelope request, Telling telling) {
    if (closed || calls.size() >= MOST_CALLS) {
      telling.failed(
          new UpstreamFailure(
              UpstreamFailure.Cause.BUSY,
              UpstreamFailure.Sent.NO,
              closed ? "the session is over" : "too many calls are open in this session"));
      return new Done(telling);
    }
    var asked = level;
    var logs = asked != null ? asked : known.logs ? USUAL_LEVEL : null;
    var self = new FaceCall[1];
    var call =
        new FaceCall(
            line, questions, known.guest, outgoing, request, logs, telling, () -> over(self[0]));
    self[0] = call;
    calls.add(call);
    call.begin();
    if (closed) {
      call.abandon(sessionOver());
    }
    return call;
  }

  private void over(FaceCall call) {
    calls.remove(call);
  }

  /** How many calls are open, for tests. */
  int openCalls() {
    return calls.size();
  }

  /** How many questions are open, for tests. */
  int openQuestions() {
    return questions.open().size();
  }

  private static UpstreamFailure sessionOver() {
    return new UpstreamFailure(
        UpstreamFailure.Cause.LOST, UpstreamFailure.Sent.MAYBE, "the session is over");
  }

  /** Ends what the session has open at the server; the server's line stays. */
  @Override
  public void close() {
    closed = true;
    calls.forEach(call -> call.abandon(sessionOver()));
    var known = opened;
    if (known != null) {
      known.standing.close();
    }
  }

  /**
   * An exchange that is over or cannot be stopped.
   *
   * @param telling what is silenced when nobody wants to hear any more
   */
  private record Done(Telling telling) implements Exchange {
    @Override
    public void cancel() {
      telling.silence();
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}
  }
}
