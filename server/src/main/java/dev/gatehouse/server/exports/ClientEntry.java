package dev.gatehouse.server.exports;

import dev.gatehouse.server.exports.Way.Need;
import dev.gatehouse.server.exports.Way.Value;
import dev.gatehouse.server.http.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A server as it stands in the settings of a client, in the client's own words. */
enum ClientEntry {
  /** Says the type; variables of the environment as <code>${NAME}</code>. */
  CLAUDE_CODE,
  /** Knows the type by the members; variables as <code>${env:NAME}</code>. */
  CURSOR,
  /** Says the type; what is missing is asked for once, as <code>${input:name}</code>. */
  VSCODE;

  /** The entry; empty for a server to which there is no way. */
  Optional<ObjectNode> of(Way way) {
    return switch (way) {
      case Way.Remote remote -> Optional.of(remote(remote));
      case Way.Launch launch -> Optional.of(launch(launch));
      case Way.None _ -> Optional.empty();
    };
  }

  private ObjectNode remote(Way.Remote remote) {
    var entry = typed(remote.clientType()).put("url", remote.url());
    if (!remote.headers().isEmpty()) {
      var headers = entry.putObject("headers");
      remote.headers().forEach(header -> headers.put(header.name(), value(header)));
    }
    asking(entry, remote.headers());
    return entry;
  }

  private ObjectNode launch(Way.Launch launch) {
    var entry = typed("stdio").put("command", launch.command().getFirst());
    var arguments = entry.putArray("args");
    launch.command().stream().skip(1).forEach(arguments::add);
    if (!launch.environment().isEmpty()) {
      var variables = entry.putObject("env");
      launch.environment().forEach(variable -> variables.put(variable.name(), value(variable)));
    }
    asking(entry, launch.environment());
    return entry;
  }

  private ObjectNode typed(String type) {
    var entry = Json.MAPPER.createObjectNode();
    return this == CURSOR ? entry : entry.put("type", type);
  }

  private String value(Need need) {
    return switch (need.value()) {
      case Value.Fixed(var text) -> text;
      case Value.Asked(var before, var variable, var _) ->
          before
              + switch (this) {
                case CLAUDE_CODE -> "${" + variable + "}";
                case CURSOR -> "${env:" + variable + "}";
                case VSCODE -> "${input:" + input(variable) + "}";
              };
    };
  }

  /** VS Code asks for what its entry names; the others look into the environment. */
  private void asking(ObjectNode entry, List<Need> needs) {
    if (this != VSCODE) {
      return;
    }
    for (var need : needs) {
      if (need.value() instanceof Value.Asked(var _, var variable, var isSecret)) {
        entry
            .withArray("inputs")
            .addObject()
            .put("type", "promptString")
            .put("id", input(variable))
            .put("description", variable)
            .put("password", isSecret);
      }
    }
  }

  private static String input(String variable) {
    return variable.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
