package dev.gatehouse.conformance;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A real client of the TypeScript SDK, of either era, that does what a script says; {@code
 * peers/client.mjs} tells what a script may say.
 *
 * @param url the endpoint it connects to
 * @param bearer what it sends as its credential
 * @param more arguments that choose another transport than Streamable HTTP
 */
record ScriptedClient(Peers peers, URI url, Era era, Optional<String> bearer, List<String> more) {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Which era the client insists on; {@code AUTO} asks the server first. */
  enum Era {
    LEGACY("legacy"),
    MODERN("modern"),
    AUTO("auto");

    private final String argument;

    Era(String argument) {
      this.argument = argument;
    }
  }

  static ScriptedClient of(Peers peers, URI url, Era era) {
    return new ScriptedClient(peers, url, era, Optional.empty(), List.of());
  }

  /** The same over HTTP+SSE of revision 2024-11-05. */
  ScriptedClient overEvents() {
    return new ScriptedClient(peers, url, era, bearer, List.of("--sse"));
  }

  /** The same over the standard input and output of a program, which gets the credential. */
  ScriptedClient starting(List<String> command) {
    var json = command.stream().map(Caller::quoted).collect(Collectors.joining(",", "[", "]"));
    return new ScriptedClient(peers, url, era, bearer, List.of("--command", json));
  }

  ScriptedClient withBearer(String token) {
    return new ScriptedClient(peers, url, era, Optional.of(token), more);
  }

  /** Connects, does every step, disconnects, and returns what it saw. */
  Transcript run(String script) {
    var arguments = new ArrayList<String>();
    arguments.add(peers.script("client.mjs").toString());
    arguments.addAll(List.of("--url", url.toString(), "--era", era.argument, "--trace"));
    bearer.ifPresent(token -> arguments.addAll(List.of("--bearer", token)));
    arguments.addAll(more);
    arguments.add(script);
    try (var process = NodeProcess.start(peers, arguments, Map.of())) {
      process.awaitEnd(PATIENCE);
      return Transcript.of(process.lines(), process.everything());
    }
  }

  /** Does not show the credential. */
  @Override
  public String toString() {
    return "ScriptedClient[" + url + ", " + era + "]";
  }
}
