package dev.gatehouse.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that an interim result of the modern era asks for.
 *
 * @param key by which the server knows it
 * @param method of the question, empty when it has none
 * @param mode of an elicitation, null when it names none
 * @param params the parameters as they came, null for none
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/utilities/mrtr">input
 *     required</a>
 */
public record InputRequest(
    String key, String method, @Nullable String mode, byte @Nullable [] params) {
  /** What an interim result asks for, in its order; empty when that cannot be read. */
  public static Optional<List<InputRequest>> of(Envelope interim) {
    var bytes = interim.bytes();
    var asked = interim.resultInputRequests();
    if (!asked.isPresent()) {
      return Optional.of(List.of());
    }
    return JsonObject.at(bytes, asked)
        .map(all -> {
          var requests = new ArrayList<InputRequest>();
          all.fields().forEach((key, value) -> requests.add(read(bytes, key, value)));
          return requests;
        });
  }

  private static InputRequest read(byte[] bytes, String key, Span value) {
    var request = JsonObject.at(bytes, value);
    var method = request.map(object -> object.string("method")).orElse("");
    var params = request.map(object -> object.span("params")).orElse(Span.NONE);
    var mode =
        request
            .flatMap(object -> object.object("params"))
            .map(object -> object.string("mode"))
            .orElse(null);
    return new InputRequest(key, method, mode, params.isPresent() ? params.copy(bytes) : null);
  }
}
