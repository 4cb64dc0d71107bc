package dev.gatehouse.core.gateway;

import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.ListenFilter;
import dev.gatehouse.protocol.Splice;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The ids of tasks in what a client hears from one server: its own ids on the one side, sealed ones
 * on the other. What is told of a task that the client did not ask about stays here.
 *
 * @param sealed what the client calls a task, by the server's id
 * @param tools those whose tasks they are
 */
record TaskNotices(Map<String, String> sealed, Set<Target> tools) implements AnswerEdit {
  /**
   * Those of the tasks that a client asks to be told of.
   *
   * @throws Refused with Unknown when one of them was not given to this caller by this server, or
   *     is of a tool that it may not call any more
   */
  static TaskNotices of(Visit visit, Subscriptions asked, Tasks tasks, ServerName server) {
    var sealed = new LinkedHashMap<String, String>();
    var tools = new HashSet<Target>();
    for (var id : asked.taskIds()) {
      var task =
          tasks
              .of(visit, id)
              .filter(each -> each.tool().server().equals(server))
              .filter(each -> visit.snapshot().policy().mayList(visit.caller(), each.tool()))
              .orElseThrow(() ->
                  new Refused(new Refusal.Unknown("task", id, "it is none of this caller's here")));
      sealed.put(task.id(), id);
      tools.add(task.tool());
    }
    return new TaskNotices(sealed, tools);
  }

  /** Checks that the caller may still call the tools whose tasks they are. */
  void check(Caller caller, Snapshot now) {
    for (var tool : tools) {
      if (!now.policy().mayList(caller, tool)) {
        throw new Refused(new Refusal.Unknown("tool", tool.name(), "not granted any more"));
      }
    }
  }

  /** The request as the server gets it. */
  byte[] outgoing(Visit visit) {
    var message = visit.message();
    var span = ListenFilter.taskIds(message);
    return span.isPresent()
        ? new Splice(message.bytes()).replace(span, array(sealed.keySet())).apply()
        : message.bytes();
  }

  @Override
  public byte[] edit(Envelope answer) {
    return answer.bytes();
  }

  @Override
  public byte @Nullable [] notice(Envelope notification) {
    var method = notification.method() == null ? "" : notification.method();
    var accepted = ListenFilter.taskIds(notification);
    if (method.equals("notifications/subscriptions/acknowledged") && accepted.isPresent()) {
      return new Splice(notification.bytes()).replace(accepted, array(sealed.values())).apply();
    }
    var id = notification.taskId();
    if (id == null || !method.startsWith(Tasks.NEWS)) {
      return notification.bytes();
    }
    var known = sealed.get(id);
    return known == null
        ? null
        : new Splice(notification.bytes())
            .replace(notification.taskIdSpan(), JsonRpc.quote(known))
            .apply();
  }

  static String array(Collection<String> texts) {
    return texts.stream().map(JsonRpc::quote).collect(Collectors.joining(",", "[", "]"));
  }
}
