package dev.gatehouse.core.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** Arguments inside a scanned message, parsed when first asked for. For one thread. */
public final class LazyArguments implements Arguments {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(128)
                          .maxNumberLength(1_000)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .build();

  private final byte[] message;
  private final int from;
  private final int to;
  private @Nullable Map<String, Object> parsed;

  /**
   * The arguments at {@code message[from, to)}; none at all when that is empty.
   *
   * @throws IndexOutOfBoundsException when the range is not inside the message
   */
  public LazyArguments(byte[] message, int from, int to) {
    Objects.checkFromToIndex(from, to, message.length);
    this.message = message;
    this.from = from;
    this.to = to;
  }

  @Override
  public Map<String, Object> values() {
    var values = parsed;
    if (values == null) {
      values = from == to ? Map.of() : parse();
      parsed = values;
    }
    return values;
  }

  /** The text is read to its end and checked as ever, but other values are not made. */
  @Override
  public Map<String, Object> values(Set<String> names) {
    if (parsed != null || from == to) {
      return values();
    }
    try (var parser = MAPPER.createParser(message, from, to - from)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("the arguments are not a JSON object");
      }
      var found = HashMap.<String, Object>newHashMap(names.size());
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        var name = parser.currentName();
        parser.nextToken();
        if (names.contains(name)) {
          found.put(name, parser.readValueAs(Object.class));
        } else {
          parser.skipChildren();
        }
      }
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("something follows the arguments");
      }
      return found;
    } catch (JacksonException wrong) {
      throw new IllegalArgumentException("the arguments are not JSON within bounds", wrong);
    }
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> parse() {
    try {
      if (MAPPER.readValue(message, from, to - from, Object.class) instanceof Map<?, ?> object) {
        return (Map<String, Object>) object;
      }
    } catch (JacksonException wrong) {
      throw new IllegalArgumentException("the arguments are not JSON within bounds", wrong);
    }
    throw new IllegalArgumentException("the arguments are not a JSON object");
  }
}
