package dev.gatehouse.server.desk;

import dev.gatehouse.core.policy.Arguments;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What conditions read, as {@code Explanation.Value} writes it, turned back into values: texts,
 * numbers and truths; anything else stays a text. Values of records may be shortened or masked.
 *
 * @param texts by path, for example {@code args.priority}
 */
record RecordedValues(Map<String, String> texts) {
  private static final String ABSENT = "not given";

  /** For people: null for what was not given. */
  Map<String, Object> shown() {
    var shown = new LinkedHashMap<String, Object>();
    texts.forEach((name, text) -> shown.put(name, value(text)));
    return shown;
  }

  /** The arguments as far as conditions read them. */
  Arguments arguments() {
    return Arguments.of(below("args"));
  }

  /** The caller's attributes as far as conditions read them. */
  Map<String, Object> attributes() {
    return below("caller.attributes");
  }

  private Map<String, Object> below(String parent) {
    var values = new HashMap<String, Object>();
    texts.forEach((path, text) -> {
      var value = path.startsWith(parent + ".") ? value(text) : null;
      if (value != null) {
        put(values, List.of(path.substring(parent.length() + 1).split("\\.", -1)), value);
      }
    });
    return values;
  }

  @SuppressWarnings("unchecked")
  private static void put(Map<String, Object> into, List<String> path, Object value) {
    if (path.size() == 1) {
      into.put(path.getFirst(), value);
      return;
    }
    var inner = into.computeIfAbsent(path.getFirst(), _ -> new HashMap<String, Object>());
    if (inner instanceof Map<?, ?> map) {
      put((Map<String, Object>) map, path.subList(1, path.size()), value);
    }
  }

  private static @Nullable Object value(String text) {
    if (text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")) {
      return text.substring(1, text.length() - 1);
    }
    return switch (text) {
      case ABSENT -> null;
      case "true" -> true;
      case "false" -> false;
      default -> number(text).<Object>map(found -> found).orElse(text);
    };
  }

  private static Optional<Number> number(String text) {
    if (!text.matches("-?[0-9]{1,18}(\\.[0-9]{1,18})?")) {
      return Optional.empty();
    }
    return Optional.of(
        text.indexOf('.') < 0
            ? (Number) Long.valueOf(text)
            : (Number) new BigDecimal(text).doubleValue());
  }
}
