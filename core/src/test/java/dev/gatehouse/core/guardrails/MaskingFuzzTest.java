package dev.gatehouse.core.guardrails;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.Target;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Any bytes: what was JSON stays JSON of the same shape, what was none is refused or untouched. */
class MaskingFuzzTest {
  private static final Target TOOL = new Target(new ServerName("a"), Primitive.TOOL, "b");
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Guardrails masking =
      Guardrails.of(
          List.of(
              new SecretsGuardrail(
                  new SecretsSettings(
                      SecretsSettings.In.BOTH,
                      SecretsSettings.Action.MASK,
                      List.of(),
                      List.of(),
                      Optional.empty()))));

  @FuzzTest
  void maskedJsonKeepsItsShape(byte[] json) {
    byte[] masked;
    try {
      masked = masking.request(TOOL, json, 0, json.length).message();
    } catch (Refused refused) {
      return;
    }
    var before = read(json);
    if (before != null) {
      var after = read(masked);
      assertThat(after).isNotNull();
      assertThat(shape(after)).isEqualTo(shape(before));
      assertThat(masking.request(TOOL, masked, 0, masked.length).found()).isZero();
    }
  }

  private static @Nullable JsonNode read(byte[] json) {
    try {
      return STRICT.readTree(json);
    } catch (JacksonException e) {
      return null;
    }
  }

  /** The text of a tree with each string made empty. */
  private static String shape(@Nullable JsonNode node) {
    if (node == null || node.isString()) {
      return "\"\"";
    }
    var text = new StringBuilder();
    if (node.isObject()) {
      node.properties()
          .forEach(member ->
              text.append(member.getKey())
                  .append(':')
                  .append(shape(member.getValue()))
                  .append(','));
      return "{" + text + "}";
    }
    if (node.isArray()) {
      node.forEach(item -> text.append(shape(item)).append(','));
      return "[" + text + "]";
    }
    return node.toString();
  }
}
