package dev.gatehouse.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The method names that MCP defines, so that reading one makes no new string. */
final class Methods {
  private record Known(byte[] bytes, String text) {}

  private static final Known[][] BY_LENGTH =
      byLength(
          List.of(
              "initialize",
              "ping",
              "server/discover",
              "tools/list",
              "tools/call",
              "resources/list",
              "resources/templates/list",
              "resources/read",
              "resources/subscribe",
              "resources/unsubscribe",
              "prompts/list",
              "prompts/get",
              "completion/complete",
              "logging/setLevel",
              "subscriptions/listen",
              "tasks/get",
              "tasks/result",
              "tasks/list",
              "tasks/update",
              "tasks/cancel",
              "sampling/createMessage",
              "elicitation/create",
              "roots/list",
              "notifications/initialized",
              "notifications/cancelled",
              "notifications/progress",
              "notifications/message",
              "notifications/tools/list_changed",
              "notifications/prompts/list_changed",
              "notifications/resources/list_changed",
              "notifications/resources/updated",
              "notifications/roots/list_changed",
              "notifications/elicitation/complete",
              "notifications/subscriptions/acknowledged",
              "notifications/tasks/status"));

  private Methods() {}

  /** The checked text between two quotes; the same instance for each name that MCP defines. */
  static String read(byte[] bytes, int from, int to) {
    var length = to - from;
    if (length < BY_LENGTH.length) {
      for (var known : BY_LENGTH[length]) {
        if (Arrays.equals(bytes, from, to, known.bytes, 0, length)) {
          return known.text;
        }
      }
    }
    return JsonStrings.decode(bytes, from, to);
  }

  private static Known[][] byLength(List<String> names) {
    var longest = names.stream().mapToInt(String::length).max().orElse(0);
    var table = new Known[longest + 1][];
    for (var i = 0; i < table.length; i++) {
      var length = i;
      table[i] =
          names.stream()
              .filter(name -> name.length() == length)
              .map(name -> new Known(name.getBytes(StandardCharsets.UTF_8), name))
              .toArray(Known[]::new);
    }
    return table;
  }
}
