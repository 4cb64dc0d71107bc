package dev.gatehouse.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * What a client fills in when it asks for completions.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/server/utilities/completion">completion</a>
 */
public final class Completion {
  private Completion() {}

  /**
   * Where the client's own text stands in {@code completion/complete}: everything in its parameters
   * but the reference, which says what the request is about, and {@code _meta}. In the order of the
   * text.
   */
  public static List<Span> filledIn(Envelope request) {
    var filled = new ArrayList<Span>();
    JsonObject.at(request.bytes(), request.params())
        .ifPresent(params ->
            params
                .fields()
                .forEach((name, value) -> {
                  if (!name.equals("ref") && !name.equals("_meta")) {
                    filled.add(value);
                  }
                }));
    return filled;
  }
}
