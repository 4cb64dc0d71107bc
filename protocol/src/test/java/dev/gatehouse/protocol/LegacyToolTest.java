package dev.gatehouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Output schemas of any kind, as an era has them that knows objects only. */
class LegacyToolTest {
  private static LegacyTool tool(String more) {
    return LegacyTool.of(
        bytes("{\"name\":\"t\",\"inputSchema\":{\"type\":\"object\"}" + more + "}"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String output(LegacyTool tool) {
    return new String(tool.json(), StandardCharsets.UTF_8)
        .replaceFirst("^.*\"outputSchema\":", "")
        .replaceFirst("}$", "");
  }

  @Test
  void staysAsItIsWhenItHasNoneOrAnObject() {
    var none = bytes("{\"name\":\"t\",\"inputSchema\":{\"type\":\"object\"}}");
    var object = tool(",\"outputSchema\":{\"type\":\"object\",\"x\":1}");

    assertThat(LegacyTool.of(none).json()).isSameAs(none);
    assertThat(LegacyTool.listed(none)).isSameAs(none);
    assertThat(object.wrapsOutput()).isFalse();
    assertThat(output(object)).isEqualTo("{\"type\":\"object\",\"x\":1}");
  }

  @Test
  void putsAnythingElseIntoAField() {
    var array = tool(",\"outputSchema\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}");

    assertThat(array.wrapsOutput()).isTrue();
    assertThat(output(array))
        .isEqualTo(
            "{\"type\":\"object\",\"properties\":{\"result\":{\"type\":\"array\",\"items\":"
                + "{\"type\":\"string\"}}},\"required\":[\"result\"]}");
    assertThat(output(tool(",\"outputSchema\":{}"))).contains("\"result\":{}}");
    assertThat(output(tool(",\"outputSchema\":true"))).contains("\"result\":true}");
  }

  @Test
  void keepsSharedDefinitionsWhereReferencesFindThem() {
    var json =
        output(
            tool(
                ",\"outputSchema\":{\"$schema\":\"s\",\"type\":\"array\",\"items\":"
                    + "{\"$ref\":\"#/$defs/a\"},\"$defs\":{\"a\":{\"type\":\"string\"}}}"));

    assertThat(json)
        .isEqualTo(
            "{\"type\":\"object\",\"properties\":{\"result\":{\"type\":\"array\",\"items\":"
                + "{\"$ref\":\"#/$defs/a\"}}},\"required\":[\"result\"],\"$schema\":\"s\","
                + "\"$defs\":{\"a\":{\"type\":\"string\"}}}");
  }

  @Test
  void leavesASchemaOutWhoseReferencesWouldMeanSomethingElse() {
    for (var reference : new String[] {"#", "#/items", "#/properties/a"}) {
      var tool =
          tool(
              ",\"outputSchema\":{\"type\":\"array\",\"items\":{\"anyOf\":[{\"$ref\":\""
                  + reference
                  + "\"}]}}");

      assertThat(tool.wrapsOutput()).isFalse();
      assertThat(new String(tool.json(), StandardCharsets.UTF_8)).doesNotContain("outputSchema");
    }
  }

  @Test
  void leavesADocumentOfItsOwnWhole() {
    assertThat(output(tool(",\"outputSchema\":{\"$id\":\"i\",\"items\":{\"$ref\":\"#\"}}")))
        .contains("\"result\":{\"$id\":\"i\",\"items\":{\"$ref\":\"#\"}}");
  }

  @Test
  void thatCannotBeReadStaysAsItIs() {
    var odd = bytes("{\"name\":\"t\",\"outputSchema\":{}}");

    assertThat(LegacyTool.of(odd).json()).isSameAs(odd);
    assertThat(LegacyTool.of(odd).wrapsOutput()).isFalse();
  }
}
