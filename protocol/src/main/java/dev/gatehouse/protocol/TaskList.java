package dev.gatehouse.protocol;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.function.Function;

/**
 * The result of {@code tasks/list} of revision 2025-11-25.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2025-11-25/basic/utilities/tasks">tasks</a>
 */
public final class TaskList {
  private TaskList() {}

  /**
   * The message with other ids, without the tasks that get none.
   *
   * @param renamed the id to put in place of one
   */
  public static byte[] renamed(Envelope answer, Function<String, Optional<String>> renamed) {
    var bytes = answer.bytes();
    var result = JsonObject.at(bytes, answer.result());
    var items = result.flatMap(object -> object.items("tasks"));
    if (result.isEmpty() || items.isEmpty()) {
      return bytes;
    }
    var kept = new ByteArrayOutputStream();
    kept.write('[');
    for (var item : items.get()) {
      var id = JsonObject.at(bytes, item).map(task -> task.span("taskId")).orElse(Span.NONE);
      if (id.isPresent() && bytes[id.from()] == '"') {
        renamed
            .apply(id.string(bytes))
            .ifPresent(other -> {
              if (kept.size() > 1) {
                kept.write(',');
              }
              var inside = new Span(id.from() - item.from(), id.to() - item.from());
              kept.writeBytes(
                  new Splice(item.copy(bytes)).replace(inside, JsonRpc.quote(other)).apply());
            });
      }
    }
    kept.write(']');
    return new Splice(bytes).replace(result.get().span("tasks"), kept.toByteArray()).apply();
  }
}
