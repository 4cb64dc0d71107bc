package dev.gatehouse.core.gateway;

import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.core.sealing.Sealer;
import dev.gatehouse.protocol.Era;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.McpExtensions;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Calls that go on after their answer. A server's id of a task is sealed before a client gets it:
 * the seal names server and tool, so that it tells where a request about the task goes and what it
 * takes to be allowed, and it opens for the one caller only. One task has one id for its caller,
 * however often it is told.
 *
 * @see <a href="https://modelcontextprotocol.io/extensions/tasks/overview">tasks</a>
 */
final class Tasks {
  /** How the methods begin by which servers tell of tasks. */
  static final String NEWS = "notifications/tasks";

  private static final String PURPOSE = "task";
  private static final int LONGEST_ID = 1_024;
  private static final String UNDECLARED =
      "requests about tasks need the extension "
          + McpExtensions.TASKS
          + ": declare it in params._meta, in io.modelcontextprotocol/clientCapabilities";
  private static final String MISSING_JSON =
      "{\"requiredCapabilities\":{\"extensions\":{\"" + McpExtensions.TASKS + "\":{}}}}";

  /**
   * A task at its server.
   *
   * @param tool the tool whose call it is
   * @param id what the server calls it
   */
  record Task(Target tool, String id) {}

  private final Sealer sealer;

  Tasks(Sealer sealer) {
    this.sealer = sealer;
  }

  /** Whether a request is about one task. */
  static boolean areMeantBy(String method, Era era) {
    return switch (method) {
      case "tasks/get", "tasks/cancel" -> true;
      case "tasks/update" -> era == Era.MODERN;
      case "tasks/result" -> era == Era.LEGACY;
      default -> false;
    };
  }

  /**
   * The task that a request is about.
   *
   * @throws Refused with BadMessage when a modern client did not declare the extension, whatever
   *     the id, and with Unknown when the id was not given to this caller
   */
  Task asked(Visit visit) {
    if (visit.era() == Era.MODERN && !visit.hasExtension(McpExtensions.TASKS)) {
      throw new Refused(
          new Refusal.BadMessage(400, JsonRpc.MISSING_CAPABILITY, UNDECLARED, MISSING_JSON));
    }
    var sealed = visit.message().taskId();
    var id = sealed == null ? "" : sealed;
    visit.asksForTask(id);
    return of(visit, id)
        .orElseThrow(
            () -> new Refused(new Refusal.Unknown("task", id, "it was not given to this caller")));
  }

  /** The task that was given to this caller under this id. */
  Optional<Task> of(Visit visit, String sealed) {
    return of(visit.caller().id(), sealed);
  }

  /** The same, by the caller's id. */
  Optional<Task> of(String callerId, String sealed) {
    return sealer
        .openStable(PURPOSE, callerId, sealed)
        .flatMap(bytes -> read(new String(bytes, StandardCharsets.UTF_8)));
  }

  /**
   * What a client calls a task of this tool; empty when the server's id is longer than 1,024
   * characters.
   */
  Optional<String> sealed(Visit visit, Target tool, String id) {
    if (id.length() > LONGEST_ID) {
      return Optional.empty();
    }
    var name = tool.name();
    var content = tool.server() + " " + name.length() + " " + name + id;
    return Optional.of(
        sealer.sealStable(PURPOSE, visit.caller().id(), content.getBytes(StandardCharsets.UTF_8)));
  }

  private static Optional<Task> read(String content) {
    var first = content.indexOf(' ');
    var second = content.indexOf(' ', first + 1);
    if (first < 0 || second < 0) {
      return Optional.empty();
    }
    var length = Integer.parseInt(content, first + 1, second, 10);
    var tool = content.substring(second + 1, second + 1 + length);
    var server = new ServerName(content.substring(0, first));
    return Optional.of(
        new Task(new Target(server, Primitive.TOOL, tool), content.substring(second + 1 + length)));
  }
}
