package dev.gatehouse.core.gateway;

import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.core.sealing.OneTimeSeals;
import dev.gatehouse.core.sealing.OneTimeSeals.Opening;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Era;
import dev.gatehouse.protocol.HeaderValues;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.McpHeaders;
import dev.gatehouse.protocol.Splice;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What must read differently on the two sides of the gateway: names that carry a prefix for the
 * client, states that a server hands to the client for the retry, ids of tasks, and for how long
 * and for whom an answer may be kept. All other bytes stay.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/utilities/mrtr">input
 *     required</a>
 */
final class Rewriting {
  private static final String REQUEST_STATE = "request-state";
  private static final Duration SOON = Duration.ofSeconds(30);

  /** One text for one value, however it was written. */
  private static final JsonMapper CANONICAL =
      JsonMapper.builder()
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final OneTimeSeals seals;
  private final Tasks tasks;

  private final SessionTasks sessionTasks;

  Rewriting(OneTimeSeals seals, Tasks tasks, SessionTasks sessionTasks) {
    this.seals = seals;
    this.sessionTasks = sessionTasks;
    this.tasks = tasks;
  }

  /**
   * The request as the server gets it.
   *
   * @throws Refused when it carries a state that was not sealed for this caller and request, has
   *     expired, or came back before
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
    return visit.era() == Era.MODERN
        ? answer -> answered(visit, target, answer)
        : sessionTasks.answers(visit, target);
  }

  private byte[] answered(Visit visit, Target target, Envelope answer) {
    var state = answer.resultRequestState();
    var edits = new Splice(answer.bytes());
    if (state.isPresent()) {
      var sealed = seals.seal(REQUEST_STATE, bond(visit, target), state.copy(answer.bytes()));
      edits.replace(state, JsonRpc.quote(sealed));
    }
    var task = answer.resultTaskId();
    if (task.isPresent() && (visit.task() != null || "task".equals(answer.resultType()))) {
      var id = task.string(answer.bytes());
      var sealed = tasks.sealed(visit, target, id);
      edits.replace(task, JsonRpc.quote(sealed.orElseThrow(() -> tooLong(target))));
    }
    Keeping.bound(visit.method(), answer, edits);
    return edits.apply();
  }

  private static Refused tooLong(Target target) {
    return new Refused(
        new Refusal.OutcomeUnknown(target.server().text(), "the id of its task is too long"));
  }

  private byte[] opened(Visit visit, Target target, Envelope message) {
    var bytes = message.bytes();
    var span = message.requestState();
    var opening =
        bytes[span.from()] == '"'
            ? seals.open(REQUEST_STATE, bond(visit, target), span.string(bytes))
            : Opening.Not.OURS;
    return switch (opening) {
      case Opening.Open(var content) -> content;
      case Opening.Not not ->
          throw switch (not) {
            case OURS ->
                bad(
                    "requestState is not the one that was given to this caller for this request with"
                        + " these arguments: send the request again without it");
            case FRESH -> bad("requestState has expired: send the request again without it");
            case UNUSED ->
                bad("requestState has been used already: send the request again without it");
            case REMEMBERED ->
                new Refused(new Refusal.NotDecided("too many request states are in use", SOON));
          };
    };
  }

  /** The request has not left, so its state may come once more. */
  void giveBack(Visit visit, Envelope message) {
    if (visit.era() == Era.MODERN && message.requestState().isPresent()) {
      seals.giveBack(message.requestState().string(message.bytes()));
    }
  }

  private static Refused bad(String message) {
    return new Refused(new Refusal.BadMessage(400, JsonRpc.INVALID_PARAMS, message, ""));
  }

  /** Who asked what of whom: a retry is the same request, with answers. */
  private static String bond(Visit visit, Target target) {
    var caller = visit.caller().id();
    return caller.length()
        + ":"
        + caller
        + visit.method()
        + " "
        + target
        + " "
        + digest(visit.message());
  }

  private static String digest(Envelope message) {
    var span = message.arguments();
    var from = span.isPresent() ? span.from() : 0;
    var bytes =
        span.isPresent()
            ? canonical(Arrays.copyOfRange(message.bytes(), from, span.to()))
            : new byte[0];
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** As they came, when they are nested too deeply to be written anew. */
  private static byte[] canonical(byte[] arguments) {
    try {
      return CANONICAL.writeValueAsBytes(CANONICAL.readTree(arguments));
    } catch (JacksonException e) {
      return arguments;
    }
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
