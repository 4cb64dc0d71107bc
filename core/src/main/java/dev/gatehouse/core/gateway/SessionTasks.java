package dev.gatehouse.core.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.Span;
import dev.gatehouse.protocol.Splice;
import dev.gatehouse.protocol.TaskList;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ids of tasks in the messages of sessions, revision 2025-11-25: sealed for the client, and the
 * server's own for the server. A message that names a task names no tool, so what is told of tasks
 * is passed on for those that the gateway remembers; requests need no memory. Thread-safe.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2025-11-25/basic/utilities/tasks">tasks</a>
 */
final class SessionTasks {
  private static final int MOST_REMEMBERED = 100_000;
  private static final Duration REMEMBERED = Duration.ofHours(24);

  private record Id(String callerId, ServerName server, String id) {}

  private final Tasks tasks;
  private final Cache<Id, String> remembered =
      Caffeine.newBuilder()
          .maximumSize(MOST_REMEMBERED)
          .expireAfterAccess(REMEMBERED)
          .executor(Runnable::run)
          .build();

  SessionTasks(Tasks tasks) {
    this.tasks = tasks;
  }

  /** What becomes of the answer to a call, and of what comes before it. */
  AnswerEdit answers(Visit visit, Target target) {
    return new AnswerEdit() {
      @Override
      public byte[] edit(Envelope answer) {
        return answered(visit, target, answer);
      }

      @Override
      public byte @Nullable [] notice(Envelope message) {
        return told(visit.caller().id(), target.server(), message);
      }
    };
  }

  private byte[] answered(Visit visit, Target target, Envelope answer) {
    var edits = new Splice(answer.bytes());
    if (visit.message().asksForTask()) {
      seal(visit, target, answer, answer.createdTask(), edits);
    }
    if (visit.task() != null) {
      seal(visit, target, answer, answer.resultTaskId(), edits);
    }
    related(visit.caller().id(), target.server(), answer, edits);
    return edits.apply();
  }

  private void seal(Visit visit, Target target, Envelope answer, Span span, Splice edits) {
    if (span.isPresent()) {
      var id = span.string(answer.bytes());
      var sealed =
          tasks
              .sealed(visit, target, id)
              .orElseThrow(() ->
                  new Refused(
                      new Refusal.OutcomeUnknown(
                          target.server().text(), "the id of its task is too long")));
      remembered.put(new Id(visit.caller().id(), target.server(), id), sealed);
      edits.replace(span, JsonRpc.quote(sealed));
    }
  }

  /**
   * A notification or question of a server as the client gets it; null for one about a task that is
   * not known to be this caller's.
   */
  byte @Nullable [] told(String callerId, ServerName server, Envelope message) {
    var edits = new Splice(message.bytes());
    var method = message.method() == null ? "" : message.method();
    var id = message.taskId();
    if (id != null && method.startsWith(Tasks.NEWS)) {
      var sealed = remembered(callerId, server, id);
      if (sealed.isEmpty()) {
        return null;
      }
      edits.replace(message.taskIdSpan(), JsonRpc.quote(sealed.get()));
    }
    related(callerId, server, message, edits);
    return edits.apply();
  }

  /** A client's answer to a question, as the server gets it. */
  byte[] brought(String callerId, ServerName server, Envelope answer) {
    var span = answer.relatedTask();
    if (!span.isPresent()) {
      return answer.bytes();
    }
    return tasks
        .of(callerId, span.string(answer.bytes()))
        .filter(task -> task.tool().server().equals(server))
        .map(task -> new Splice(answer.bytes()).replace(span, JsonRpc.quote(task.id())).apply())
        .orElse(answer.bytes());
  }

  /** The caller's own of the tasks that a server lists. */
  AnswerEdit listed(Visit visit, ServerName server) {
    return answer -> TaskList.renamed(answer, id -> remembered(visit.caller().id(), server, id));
  }

  private void related(String callerId, ServerName server, Envelope message, Splice edits) {
    var span = message.relatedTask();
    if (span.isPresent()) {
      remembered(callerId, server, span.string(message.bytes()))
          .ifPresent(sealed -> edits.replace(span, JsonRpc.quote(sealed)));
    }
  }

  private Optional<String> remembered(String callerId, ServerName server, String id) {
    return Optional.ofNullable(remembered.getIfPresent(new Id(callerId, server, id)));
  }
}
