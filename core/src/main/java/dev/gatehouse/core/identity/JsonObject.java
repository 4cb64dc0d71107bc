package dev.gatehouse.core.identity;

import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** JSON objects of JOSE and OAuth: read strictly, no name twice, 32 levels at most. */
final class JsonObject {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxNumberLength(40)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .build();
  private static final ObjectReader READER =
      MAPPER.readerFor(new TypeReference<Map<String, Object>>() {});

  private JsonObject() {}

  /** The text is not one JSON object; the message never repeats it. */
  static final class NotOne extends Exception {
    NotOne() {
      super("not one JSON object without names that occur twice", null, false, false);
    }
  }

  /** Reads one object; integers become Long (BigInteger when too large), fractions Double. */
  static Map<String, Object> read(byte[] json) throws NotOne {
    try {
      Map<String, Object> object = READER.readValue(json);
      if (object == null) {
        throw new NotOne();
      }
      return object;
    } catch (JacksonException e) {
      throw new NotOne();
    }
  }

  static byte[] write(Map<String, Object> object) {
    return MAPPER.writeValueAsBytes(object);
  }
}
