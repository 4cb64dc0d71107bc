package dev.gatehouse.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer that is read as it comes, message by message; closing it ends the exchange. A test that
 * reads one has a time limit of its own.
 *
 * @param status that the answer began with
 */
record OpenStream(int status, BufferedReader lines) implements AutoCloseable {
  static OpenStream of(int status, InputStream body) {
    return new OpenStream(
        status, new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)));
  }

  /** The next message, be it one JSON text or an event; waits for it. */
  JsonNode next() {
    try {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var text = line.startsWith("data:") ? line.substring(5).strip() : line;
        if (text.startsWith("{")) {
          return JsonMapper.shared().readTree(text);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new AssertionError("the stream has ended");
  }

  /** The next message for which this holds; those before it are left out. */
  JsonNode next(Predicate<JsonNode> wanted) {
    var message = next();
    while (!wanted.test(message)) {
      message = next();
    }
    return message;
  }

  /** The next notification or question of this method. */
  JsonNode next(String method) {
    return next(message -> message.path("method").asString("").equals(method));
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
