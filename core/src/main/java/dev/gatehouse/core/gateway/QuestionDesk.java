package dev.gatehouse.core.gateway;

import dev.gatehouse.core.guardrails.Guardrails;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.sessions.ClientSession;
import dev.gatehouse.core.sessions.UpstreamSession;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.Splice;
import dev.gatehouse.protocol.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * Servers of the legacy era ask their clients: for input, for a model's words, for roots. Here the
 * questions go to the client of the session and the answers back to the asker, and to nobody else.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2025-11-25/client/elicitation">elicitation</a>
 */
final class QuestionDesk {
  private final SessionTasks tasks;

  /**
   * @param tasks know tasks by the names of both sides
   */
  QuestionDesk(SessionTasks tasks) {
    this.tasks = tasks;
  }

  /** The tasks of sessions, by the names of both sides. */
  SessionTasks tasks() {
    return tasks;
  }

  /**
   * The question as the client gets it, or null when it goes to nobody: the asker has been told.
   */
  byte @Nullable [] ask(
      Visit visit, UpstreamSession asker, ClientSession client, Envelope question) {
    return ask(visit.arrival().endpoint(), asker, client, question, visit.idText());
  }

  /** The same for a question that belongs to no request. */
  byte @Nullable [] ask(
      Endpoint endpoint, UpstreamSession asker, ClientSession client, Envelope question) {
    return ask(endpoint, asker, client, question, null);
  }

  private byte @Nullable [] ask(
      Endpoint endpoint,
      UpstreamSession asker,
      ClientSession client,
      Envelope question,
      @Nullable String call) {
    var id = question.idText();
    if (id == null) {
      return null;
    }
    if ("ping".equals(question.method())) {
      asker.post(JsonRpc.result(id, "{}"));
      return null;
    }
    if (endpoint instanceof Endpoint.OneServer) {
      if (client.questions().ask(asker, id, call)) {
        return question.bytes();
      }
    } else {
      var renumbered = client.questions().askRenumbered(asker, id, call);
      if (renumbered.isPresent()) {
        return new Splice(question.bytes()).replace(question.id(), renumbered.get()).apply();
      }
    }
    asker.post(JsonRpc.error(id, JsonRpc.INTERNAL, "Too many questions are open."));
    return null;
  }

  /**
   * Brings a client's answer to the server that asked, inspected as arguments are. An answer to
   * nothing is dropped.
   *
   * @return whether somebody had asked
   * @throws Refused when a guardrail does not let the answer pass; the asker has been told
   */
  boolean answer(ClientSession client, Envelope answer, Guardrails guardrails) {
    var id = answer.idText();
    var question = id == null ? null : client.questions().answered(id).orElse(null);
    if (question == null) {
      return false;
    }
    var asker = question.asker();
    try {
      var named = tasks.brought(client.callerId(), asker.server().name(), answer);
      var numbered = numbered(named, question.idText());
      asker.post(guardrails.told(asker.server().name(), numbered).message());
      return true;
    } catch (Refused refused) {
      withheld(asker, question.idText());
      throw refused;
    }
  }

  private static byte[] numbered(byte[] answer, String idText) {
    try {
      var scanned = Envelope.scan(answer, StrictJson.Bounds.DEFAULT);
      return new Splice(answer).replace(scanned.id(), idText).apply();
    } catch (Malformed e) {
      throw new IllegalStateException("an id of a task broke an answer", e);
    }
  }

  /** Tells a server that whoever could answer is not there. */
  static void nobodyAnswers(UpstreamSession asker, @Nullable String idText) {
    asker.post(JsonRpc.error(idText, JsonRpc.METHOD_NOT_FOUND, "Nobody can answer here."));
  }

  /** Tells a server that its question, or the answer to it, goes no further. */
  static void withheld(UpstreamSession asker, @Nullable String idText) {
    asker.post(JsonRpc.error(idText, JsonRpc.INTERNAL, "The gateway does not let this pass."));
  }
}
