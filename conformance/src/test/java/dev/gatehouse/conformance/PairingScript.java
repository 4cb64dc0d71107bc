package dev.gatehouse.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The script that every client of the pairing matrix runs against a server.
 *
 * @param text what a client is given
 * @param steps the same; a step that shows something has a "cell" of that name
 */
record PairingScript(String text, JsonNode steps) {

  /** A script whose cancelled call has a mark that no other run uses. */
  static PairingScript fresh(Peers peers, PairingTools tools) {
    try {
      var text =
          Files.readString(peers.script(tools.script()))
              .replace("$MARK", UUID.randomUUID().toString());
      return new PairingScript(text, JsonMapper.shared().readTree(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with the names that a server's tools and prompts have beside those of others. */
  PairingScript joined(String server) {
    var text = this.text.replace("\"matrix_", "\"" + server + "__matrix_");
    return new PairingScript(text, JsonMapper.shared().readTree(text));
  }

  /**
   * What a client printed for the step of this name: its result, unless it failed or is missing.
   */
  Optional<JsonNode> result(Transcript saw, String cell) {
    var index = Integer.toString(index(cell));
    return saw.lines().stream()
        .filter(line -> line.path("step").asString("").equals(index) && line.has("result"))
        .findFirst()
        .map(line -> line.path("result"));
  }

  /** The text of the first content block of that result, or nothing. */
  String words(Transcript saw, String cell) {
    return result(saw, cell)
        .map(result -> result.path("content").path(0).path("text").asString(""))
        .orElse("");
  }

  private int index(String cell) {
    return IntStream.range(0, steps.size())
        .filter(i -> steps.path(i).path("cell").asString("").equals(cell))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the script has no step " + cell));
  }
}
