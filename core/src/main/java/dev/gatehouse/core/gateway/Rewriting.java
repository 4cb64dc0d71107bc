package dev.gatehouse.core.gateway;

import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.core.sealing.Sealer;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Era;
import dev.gatehouse.protocol.HeaderValues;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.McpHeaders;
import dev.gatehouse.protocol.Splice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must read differently on the two sides of the gateway: names that carry a prefix for the
 * client, states that a server hands to the client for the retry, ids of tasks, and for whom an
 * answer may be kept. All other bytes stay.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/utilities/mrtr">input
 *     required</a>
 */
final class Rewriting {
  private static final String REQUEST_STATE = "request-state";

  private final Sealer sealer;

  private final Tasks tasks;

  Rewriting(Sealer sealer, Tasks tasks) {
    this.sealer = sealer;
    this.tasks = tasks;
  }

  /**
   * The request as the server gets it.
   *
   * @throws Refused when it carries a state that was not sealed for this caller and target
   */
  byte[] outgoing(Visit visit, Target target, Envelope message) {
    @Nullable Splice edits = null;
    var task = visit.task();
    if (task != null) {
      edits = new Splice(message.bytes()).replace(message.taskIdSpan(), JsonRpc.quote(task.id()));
    } else if (target.primitive() != Primitive.RESOURCE) {
      var span = message.ref().isPresent() ? message.refNameSpan() : message.nameSpan();
      var name = message.ref().isPresent() ? message.refName() : message.name();
      if (!target.name().equals(name)) {
        edits = new Splice(message.bytes()).replace(span, JsonRpc.quote(target.name()));
      }
    }
    if (visit.era() == Era.MODERN && message.requestState().isPresent()) {
      edits = edits == null ? new Splice(message.bytes()) : edits;
      edits.replace(message.requestState(), opened(visit, target, message));
    }
    return edits == null ? message.bytes() : edits.apply();
  }

  /** What is changed in the answer on its way back. */
  AnswerEdit answers(Visit visit, Target target) {
    return visit.era() == Era.MODERN ? answer -> answered(visit, target, answer) : AnswerEdit.NONE;
  }

  private byte[] answered(Visit visit, Target target, Envelope answer) {
    var state = answer.resultRequestState();
    var edits = new Splice(answer.bytes());
    if (state.isPresent()) {
      var sealed = sealer.seal(REQUEST_STATE, bond(visit, target), state.copy(answer.bytes()));
      edits.replace(state, JsonRpc.quote(sealed));
    }
    var task = answer.resultTaskId();
    if (task.isPresent() && (visit.task() != null || "task".equals(answer.resultType()))) {
      var id = task.string(answer.bytes());
      var sealed = tasks.sealed(visit, target, id);
      edits.replace(task, JsonRpc.quote(sealed.orElseThrow(() -> tooLong(target))));
    }
    keptPrivate(answer, edits);
    return edits.apply();
  }

  private static Refused tooLong(Target target) {
    return new Refused(
        new Refusal.OutcomeUnknown(target.server().text(), "the id of its task is too long"));
  }

  /**
   * What one caller may have is no answer to another: nothing that comes through here may be kept
   * for others.
   *
   * @see <a
   *     href="https://modelcontextprotocol.io/specification/2026-07-28/server/utilities/caching">caching</a>
   */
  static void keptPrivate(Envelope answer, Splice edits) {
    if (answer.resultCacheScope().isPresent()) {
      edits.replace(answer.resultCacheScope(), "\"private\"");
    }
  }

  private byte[] opened(Visit visit, Target target, Envelope message) {
    var bytes = message.bytes();
    var span = message.requestState();
    var opened =
        bytes[span.from()] == '"'
            ? sealer.open(REQUEST_STATE, bond(visit, target), span.string(bytes))
            : java.util.Optional.<byte[]>empty();
    return opened.orElseThrow(() ->
        new Refused(
            new Refusal.BadMessage(
                400,
                JsonRpc.INVALID_PARAMS,
                "requestState is not the one that was given to this caller for this request:"
                    + " send the request again without it",
                "")));
  }

  private static String bond(Visit visit, Target target) {
    var caller = visit.caller().id();
    return caller.length() + ":" + caller + visit.method() + " " + target;
  }

  /**
   * The headers of a request of the modern era, its name as the server knows it; without those that
   * mirror arguments.
   */
  static McpHeaders modernHeaders(Visit visit) {
    var came = visit.arrival().headers();
    var target = visit.target();
    var message = visit.message();
    var task = visit.task();
    if (task != null) {
      return new McpHeaders(
          came.protocolVersion(),
          came.method(),
          HeaderValues.encode(task.id()),
          null,
          null,
          List.of());
    }
    var renamed =
        came.name() != null
            && target != null
            && target.primitive() != Primitive.RESOURCE
            && !target.name().equals(message.name());
    return new McpHeaders(
        came.protocolVersion(),
        came.method(),
        renamed && target != null ? HeaderValues.encode(target.name()) : came.name(),
        null,
        null,
        List.of());
  }
}
