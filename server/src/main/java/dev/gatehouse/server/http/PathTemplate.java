package dev.gatehouse.server.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A path with places to fill in, for example {@code keys/{id}}. Immutable.
 *
 * @param text the template without a slash at its ends
 */
public record PathTemplate(String text) {
  /** What stands at the places, by name, when the path is of this shape. */
  public Optional<Map<String, String>> match(PathParts path) {
    var wanted = List.of(text.split("/", -1));
    if (wanted.size() != path.parts().size()) {
      return Optional.empty();
    }
    var found = new HashMap<String, String>();
    for (var index = 0; index < wanted.size(); index++) {
      var part = wanted.get(index);
      var given = path.parts().get(index);
      if (part.startsWith("{")) {
        found.put(part.substring(1, part.length() - 1), given);
      } else if (!part.equals(given)) {
        return Optional.empty();
      }
    }
    return Optional.of(Map.copyOf(found));
  }
}
