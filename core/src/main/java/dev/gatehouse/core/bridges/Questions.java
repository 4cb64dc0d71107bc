package dev.gatehouse.core.bridges;

import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.InputKind;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.ToLegacy;
import dev.gatehouse.protocol.ToModern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server wants to know during one call and has not been told, by the keys under which the
 * client is asked. Thread-safe.
 */
final class Questions {
  private static final int MOST = 32;

  /**
   * One question.
   *
   * @param idText JSON text of the id of the server's request
   * @param requestJson the request as the client gets it
   */
  record Question(String idText, InputKind kind, String requestJson) {}

  /** What becomes of a question. */
  sealed interface Fate {
    /** The client is asked. */
    record Open() implements Fate {}

    /** The client has answered already: a question may carry a name that stays the same. */
    record Known(byte[] answer) implements Fate {}

    /** Nobody is asked. */
    record Declined(String why) implements Fate {}
  }

  private final Map<String, byte[]> given;
  private final Map<String, Question> open = new LinkedHashMap<>();
  private Set<InputKind> able;
  private @Nullable InputKind lacked;
  private int asked;

  /** Those of a call that begins with this request. */
  Questions(Envelope request) {
    this.given = ToLegacy.inputResponses(request);
    this.able = InputKind.declared(request);
  }

  /** Takes a question of the server. */
  synchronized Fate ask(String idText, InputKind kind, Envelope question) {
    if (!able.contains(kind)) {
      lacked = kind;
      return new Fate.Declined("The client has not declared that it can answer this.");
    }
    if (open.size() >= MOST) {
      return new Fate.Declined("Too many questions are open.");
    }
    var named = ToModern.inputKey(question).filter(it -> !open.containsKey(it));
    var early = named.isPresent() ? given.remove(named.get()) : null;
    if (early != null && kind.isAnsweredBy(early)) {
      return new Fate.Known(JsonRpc.result(idText, early));
    }
    var key = named.orElseGet(this::nextKey);
    open.put(key, new Question(idText, kind, ToModern.inputRequest(question)));
    return new Fate.Open();
  }

  private String nextKey() {
    String key;
    do {
      key = "input-" + ++asked;
    } while (open.containsKey(key));
    return key;
  }

  synchronized boolean isEmpty() {
    return open.isEmpty();
  }

  /** All that are open, as the client gets them. */
  synchronized Map<String, String> requests() {
    var requests = new LinkedHashMap<String, String>();
    open.forEach((key, question) -> requests.put(key, question.requestJson));
    return requests;
  }

  /**
   * Takes what a retried request answers, and from now on goes by its capabilities. What it leaves
   * out or gets wrong stays open.
   *
   * @return the answers for the server, by the ids of its requests
   */
  synchronized Map<String, byte[]> answered(Envelope retry) {
    able = InputKind.declared(retry);
    var responses = ToLegacy.inputResponses(retry);
    var answers = new LinkedHashMap<String, byte[]>();
    for (var entry : List.copyOf(open.entrySet())) {
      var question = entry.getValue();
      var response = responses.get(entry.getKey());
      if (response != null && question.kind.isAnsweredBy(response)) {
        answers.put(question.idText, JsonRpc.result(question.idText, response));
        open.remove(entry.getKey());
      }
    }
    return answers;
  }

  /** The server does not want to know any more. */
  synchronized void withdrawn(String idText) {
    open.values().removeIf(question -> question.idText.equals(idText));
  }

  /** Takes all that are open. */
  synchronized List<Question> takeAll() {
    var all = List.copyOf(open.values());
    open.clear();
    return all;
  }

  /** What the server asked for though the client cannot answer it; empty for nothing. */
  synchronized Optional<InputKind> lacked() {
    return Optional.ofNullable(lacked);
  }

  /** Whether the client can answer this kind. */
  synchronized boolean mayAsk(InputKind kind) {
    return able.contains(kind);
  }
}
