package dev.gatehouse.core.sessions;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The requests of servers that a client has been asked and has not answered: an answer to anything
 * else is not passed on. Thread-safe.
 */
public final class Questions {
  private static final int MOST = 1_000;

  /**
   * One open question.
   *
   * @param asker the session of the server that asks
   * @param idText JSON text of the id by which the server knows it
   * @param call JSON text of the id of the client's request that it belongs to, null for none
   */
  public record Question(UpstreamSession asker, String idText, @Nullable String call) {}

  private final Map<String, Question> open = new LinkedHashMap<>();
  private long last;

  /**
   * Notes a question that goes to the client under the server's own id.
   *
   * @param call JSON text of the id of the request that it belongs to, null for none
   * @return false when too many are open already, or one with this id is
   */
  public synchronized boolean ask(UpstreamSession asker, String idText, @Nullable String call) {
    return open.size() < MOST
        && open.putIfAbsent(idText, new Question(asker, idText, call)) == null;
  }

  /**
   * Notes a question that goes to the client under an id of the gateway's, so that several servers
   * can ask at once.
   *
   * @param call JSON text of the id of the request that it belongs to, null for none
   * @return JSON text of that id, or empty when too many are open already
   */
  public synchronized Optional<String> askRenumbered(
      UpstreamSession asker, String idText, @Nullable String call) {
    if (open.size() >= MOST) {
      return Optional.empty();
    }
    var renumbered = "\"g-" + ++last + "\"";
    open.put(renumbered, new Question(asker, idText, call));
    return Optional.of(renumbered);
  }

  /** The question that this id answers, which is then no longer open. */
  public synchronized Optional<Question> answered(String idText) {
    return Optional.ofNullable(open.remove(idText));
  }

  /** Whether this session of a server waits for an answer of the client. */
  public synchronized boolean isAwaited(UpstreamSession asker) {
    return open.values().stream().anyMatch(question -> question.asker().equals(asker));
  }

  /** Whether a question of the server in the middle of this request is open. */
  public synchronized boolean isAskedIn(String call) {
    return open.values().stream().anyMatch(question -> call.equals(question.call()));
  }

  /** Forgets the questions of a session that is over: nobody waits for their answers. */
  public synchronized void forget(UpstreamSession asker) {
    open.values().removeIf(question -> question.asker().equals(asker));
  }
}
