package dev.gatehouse.core.clients;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.toml.TomlFactory;
import tools.jackson.dataformat.toml.TomlMapper;

/** Reads the bytes of a file in any of the languages, within bounds, into one kind of tree. */
final class SettingsText {
  /** The largest file: some clients keep their history beside their servers. */
  static final int MOST_BYTES = 8 << 20;

  /** The deepest tree. */
  static final int MOST_DEPTH = 64;

  private static final StreamReadConstraints BOUNDS =
      StreamReadConstraints.builder()
          .maxNestingDepth(MOST_DEPTH)
          .maxDocumentLength(MOST_BYTES)
          .maxTokenCount(1_000_000)
          .maxStringLength(1 << 20)
          .maxNameLength(4_096)
          .maxNumberLength(100)
          .build();

  private static final JsonMapper JSON =
      JsonMapper.builder(JsonFactory.builder().streamReadConstraints(BOUNDS).build())
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .build();

  private static final ObjectMapper TOML =
      TomlMapper.builder(TomlFactory.builder().streamReadConstraints(BOUNDS).build()).build();

  private SettingsText() {}

  /**
   * The tree, a missing node for an empty file.
   *
   * @throws NotUnderstood when it is too large or too deep, or not of this language
   */
  static JsonNode read(byte[] bytes, Place.Language language) throws NotUnderstood {
    if (bytes.length > MOST_BYTES) {
      throw new NotUnderstood("the file is larger than " + (MOST_BYTES >> 20) + " MiB");
    }
    var text = decoded(bytes);
    try {
      return switch (language) {
        case JSON -> JSON.readTree(text);
        case TOML -> TOML.readTree(TomlDepth.checked(text));
        case YAML -> YamlTree.read(text);
      };
    } catch (JacksonException _) {
      // The library's own message quotes the file.
      throw new NotUnderstood("the file is not " + language + ", or beyond what is read of one");
    }
  }

  /** Some editors of Windows write UTF-16, and say so with a mark. */
  private static String decoded(byte[] bytes) throws NotUnderstood {
    var charset =
        beginsWith(bytes, 0xFF, 0xFE)
            ? StandardCharsets.UTF_16LE
            : beginsWith(bytes, 0xFE, 0xFF) ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8;
    var text = decoded(bytes, charset);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static String decoded(byte[] bytes, Charset charset) throws NotUnderstood {
    try {
      return charset
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException _) {
      throw new NotUnderstood("the file is not text in " + charset);
    }
  }

  private static boolean beginsWith(byte[] bytes, int first, int second) {
    return bytes.length > 1 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
  }
}
