package dev.gatehouse.core.artifacts;

import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads documents of strangers: strictly, and of a bounded size. */
final class Documents {
  /** The largest document that is read, in bytes. */
  static final int MOST_BYTES = 1 << 20;

  private static final StrictJson.Bounds BOUNDS = new StrictJson.Bounds(64, MOST_BYTES, 64, 1024);
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private Documents() {}

  /**
   * One JSON value.
   *
   * @throws NotReadable when it is too large, or no strict JSON
   */
  static JsonNode read(byte[] bytes) throws NotReadable {
    if (bytes.length > MOST_BYTES) {
      throw new NotReadable(
          "the document has " + bytes.length + " bytes; at most " + MOST_BYTES + " are read");
    }
    try {
      StrictJson.check(bytes, BOUNDS);
      return MAPPER.readTree(bytes);
    } catch (Malformed | JacksonException e) {
      throw new NotReadable("the document is not strict JSON: " + e.getMessage());
    }
  }

  static String write(JsonNode value) {
    return MAPPER.writeValueAsString(value);
  }

  /** How many bytes a value has as JSON. */
  static int size(JsonNode value) {
    return MAPPER.writeValueAsBytes(value).length;
  }
}
