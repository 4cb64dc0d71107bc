package dev.gatehouse.core.clients;

import dev.gatehouse.core.inventory.Found;
import dev.gatehouse.core.inventory.Found.State;
import dev.gatehouse.core.inventory.Found.Transport;
import dev.gatehouse.core.inventory.Identity;
import dev.gatehouse.core.inventory.Identity.Kind;
import dev.gatehouse.core.inventory.StartCommand;
import dev.gatehouse.core.inventory.WebAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Reads one server of any client. Clients call the same things by different names; none of those
 * means two things, so all are looked for in every client.
 */
final class EntryReader {
  private static final List<String> URLS = List.of("url", "serverUrl", "httpUrl", "uri");
  private static final List<String> VARIABLES = List.of("env", "envs", "environment");
  private static final List<String> HEADERS = List.of("headers", "http_headers", "httpHeaders");
  private static final List<String> PLAIN =
      List.of("bearer_token", "bearerToken", "apiKey", "api_key", "token", "authorization");

  /** Parts of the client itself, which only look like servers. */
  private static final Set<String> BUILT_IN =
      Set.of("builtin", "platform", "frontend", "inline_python");

  private static final int MOST_VALUES = 200;

  private final Marks marks;
  private final Homes homes;

  EntryReader(Marks marks, Homes homes) {
    this.marks = marks;
    this.homes = homes;
  }

  /** Where an entry stands. */
  record Where(String client, String file, String project) {}

  /** The server of this entry; empty for a part of the client itself. */
  Optional<Found> read(Where where, String name, JsonNode written) {
    var entry = inner(written);
    var type = text(entry, "type").or(() -> text(entry, "transport")).orElse("");
    if (BUILT_IN.contains(type)) {
      return Optional.empty();
    }
    var spotter = new SecretSpotter(marks);
    var names = new ArrayList<String>();
    var variables = pairs(entry, VARIABLES);
    variables.forEach((key, value) -> see(spotter, "env", key, value, names));
    headers(entry).forEach((key, value) -> see(spotter, "header", key, value, names));
    for (var member : PLAIN) {
      text(entry, member).ifPresent(value -> spotter.value("", member, value));
    }
    var url =
        URLS.stream().map(member -> text(entry, member)).flatMap(Optional::stream).findFirst();
    var words = StartCommand.unfolded(words(entry));
    spotter.arguments(words.subList(Math.min(1, words.size()), words.size()));
    url.ifPresent(text -> spotter.url("url", text));
    var started = started(type, name, url, words, variables);
    return Optional.of(
        new Found(
            where.client(),
            where.file(),
            where.project(),
            name,
            homes.shortened(started.identity()),
            transport(entry, type, started, url.isPresent()),
            started.through(),
            state(written),
            names,
            spotter.spotted()));
  }

  /** Some wrap the command, or the way of speaking, once more. */
  private static JsonNode inner(JsonNode written) {
    if (written.path("transport").isObject()) {
      return written.path("transport");
    }
    return written.path("command").isObject() ? withPath(written.path("command")) : written;
  }

  private static JsonNode withPath(JsonNode command) {
    return command.has("command")
        ? command
        : ((tools.jackson.databind.node.ObjectNode) command)
            .deepCopy()
            .set("command", command.path("path"));
  }

  private static StartCommand started(
      String type,
      String name,
      Optional<String> url,
      List<String> words,
      Map<String, String> variables) {
    if (url.isPresent()) {
      var address = WebAddress.of(url.get());
      return new StartCommand(
          address.map(one -> Identity.of(Kind.URL, one.shown())).orElse(Identity.NOTHING), "");
    }
    return type.equals("registry")
        ? new StartCommand(Identity.of(Kind.LISTED, name), "")
        : StartCommand.of(words, variables);
  }

  private static Transport transport(
      JsonNode entry, String type, StartCommand started, boolean hasUrl) {
    if (!hasUrl) {
      return started.identity().kind() == Kind.LISTED ? Transport.HTTP : Transport.STDIO;
    }
    // Gemini CLI and its kin mean the older transport by "url", when they have a word for the
    // newer.
    var folded = type.toLowerCase(Locale.ROOT);
    return folded.equals("sse") && !entry.has("httpUrl") ? Transport.SSE : Transport.HTTP;
  }

  private static State state(JsonNode entry) {
    var isOff = entry.path("disabled").asBoolean(false) || !entry.path("enabled").asBoolean(true);
    return isOff ? State.DISABLED : State.ENABLED;
  }

  /** The command and its arguments, however they are divided. */
  private static List<String> words(JsonNode entry) {
    var words = new ArrayList<String>();
    for (var member : List.of("command", "cmd", "args", "arguments")) {
      var value = entry.path(member);
      if (value.isArray()) {
        value.values().stream().limit(MOST_VALUES).forEach(one -> words.add(one.asString("")));
      } else if (value.isString() && !value.asString().isBlank()) {
        words.add(value.asString());
      }
    }
    return words;
  }

  private static Map<String, String> headers(JsonNode entry) {
    var headers = pairs(entry, HEADERS);
    headers.putAll(pairs(entry.path("requestInit"), HEADERS));
    headers.putAll(pairs(entry.path("requestOptions"), HEADERS));
    return headers;
  }

  private static Map<String, String> pairs(JsonNode entry, List<String> members) {
    var pairs = new LinkedHashMap<String, String>();
    for (var member : members) {
      for (var pair : entry.path(member).properties()) {
        if (pair.getValue().isValueNode() && pairs.size() < MOST_VALUES) {
          pairs.put(pair.getKey(), pair.getValue().asString(""));
        }
      }
    }
    return pairs;
  }

  private static void see(
      SecretSpotter spotter, String place, String key, String value, List<String> names) {
    names.add(key);
    spotter.value(place, key, value);
  }

  private static Optional<String> text(JsonNode entry, String member) {
    var value = entry.path(member);
    return value.isString() && !value.asString().isBlank()
        ? Optional.of(value.asString().strip())
        : Optional.empty();
  }
}
