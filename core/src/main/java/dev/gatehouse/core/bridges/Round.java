package dev.gatehouse.core.bridges;

import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.InputRequest;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.LegacyForm;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a server asks in one interim result, as questions to a client of the legacy era, and the
 * answers as far as they are there. Not thread-safe: its call guards it.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/utilities/mrtr">input
 *     required</a>
 */
final class Round {
  private static final int MOST_QUESTIONS = 32;
  private static final long MOST_BYTES = 8L << 20;
  private static final String CANCELLED = "{\"action\":\"cancel\"}";

  /**
   * One question.
   *
   * @param key by which the server knows it
   * @param idText JSON text of the id by which the client knows it
   * @param message the request to the client
   */
  record Question(String key, String idText, String method, byte[] message) {}

  private final List<Question> questions;
  private final byte @Nullable [] state;
  private final Map<String, String> answers = new HashMap<>();
  private long bytes;

  private Round(List<Question> questions, byte @Nullable [] state) {
    this.questions = questions;
    this.state = state;
  }

  /**
   * Reads an interim result.
   *
   * @param ids JSON texts of ids that were not used before in the session
   * @throws CannotAsk when the client cannot be asked this, or nobody could be
   */
  static Round of(Envelope interim, Guest guest, Supplier<String> ids) throws CannotAsk {
    var bytes = interim.bytes();
    var state = interim.resultRequestState();
    if (!state.isPresent() && !interim.resultInputRequests().isPresent()) {
      throw new CannotAsk("The server asked for input and did not say which.");
    }
    var all =
        InputRequest.of(interim)
            .orElseThrow(
                () -> new CannotAsk("The server asked for input in a form that cannot be read."));
    if (all.size() > MOST_QUESTIONS) {
      throw new CannotAsk(
          "The server asked " + all.size() + " questions at once; " + MOST_QUESTIONS + " may be.");
    }
    var questions = new ArrayList<Question>();
    for (var each : all) {
      questions.add(question(each, guest, ids.get()));
    }
    return new Round(questions, state.isPresent() ? state.copy(bytes) : null);
  }

  private static Question question(InputRequest asked, Guest guest, String idText)
      throws CannotAsk {
    var method = asked.method();
    if (!guest.answers(method, asked.mode())) {
      throw new CannotAsk(
          "The server needs "
              + shown(method, asked.mode())
              + " of the client, which the client did not declare.");
    }
    try {
      var elicitation = "url".equals(asked.mode()) ? UUID.randomUUID().toString() : null;
      var message =
          LegacyForm.question(idText, method, asked.params(), guest.version(), elicitation);
      // Checked once more: what is read on comes from what is sent.
      Envelope.scan(message, StrictJson.Bounds.DEFAULT);
      return new Question(asked.key(), idText, method, message);
    } catch (Malformed e) {
      throw new CannotAsk("The server asked for input in a form that cannot be read.");
    }
  }

  private static String shown(String method, @Nullable String mode) {
    return switch (method) {
      case "elicitation/create" ->
          "elicitation" + ("url".equals(mode) ? " by URL" : mode == null ? "" : " by form");
      case "sampling/createMessage" -> "sampling";
      case "roots/list" -> "roots";
      default -> "something that does not exist";
    };
  }

  List<Question> questions() {
    return questions;
  }

  /**
   * Takes an answer; a second one to the same question changes nothing.
   *
   * @return whether all are there now
   * @throws CannotAsk when the client failed in a way that the server cannot be told of
   */
  boolean takes(Question question, Envelope answer) throws CannotAsk {
    if (answers.containsKey(question.key)) {
      return false;
    }
    var given = given(question, answer);
    bytes += given.length();
    if (bytes > MOST_BYTES) {
      throw new CannotAsk("The client's answers are larger than " + MOST_BYTES + " bytes.");
    }
    answers.put(question.key, given);
    return answers.size() == questions.size();
  }

  /** Somebody who could not be asked has neither agreed nor declined. */
  private static String given(Question question, Envelope answer) throws CannotAsk {
    if (answer.shape() == Envelope.Shape.RESULT) {
      return answer.result().text(answer.bytes());
    }
    if (question.method.equals("elicitation/create")) {
      return CANCELLED;
    }
    throw new CannotAsk(
        "The client did not answer " + question.method + ": " + answer.errorMessage());
  }

  /** The answers by the server's keys, null when nothing was asked. */
  @Nullable String answersJson() {
    if (questions.isEmpty()) {
      return null;
    }
    return questions.stream()
        .map(question -> JsonRpc.quote(question.key) + ":" + answers.get(question.key))
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** The server's state, byte for byte, null when it gave none. */
  byte @Nullable [] state() {
    return state;
  }
}
