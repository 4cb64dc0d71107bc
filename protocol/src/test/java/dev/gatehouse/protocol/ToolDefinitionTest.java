package dev.gatehouse.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.protocol.StrictJson.Bounds;
import dev.gatehouse.protocol.ToolDefinition.Argument;
import dev.gatehouse.protocol.ToolDefinition.JsonType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolDefinitionTest {
  @Test
  void tellsNameArgumentsAndHints() throws Malformed {
    var text =
        """
        {"name":"update","title":"Update","description":"Changes a row","inputSchema":{"type":"object",
        "properties":{"id":{"type":"integer"},"note":{"type":["string","null"]},"any":{}},
        "required":["id"],"additionalProperties":false},"outputSchema":{"type":"object"},
        "annotations":{"destructiveHint":true,"readOnlyHint":"no"}}\
        """;
    var tool = read(text);
    assertThat(tool.name()).isEqualTo("update");
    assertThat(tool.title()).isEqualTo("Update");
    assertThat(tool.description()).isEqualTo("Changes a row");
    assertThat(tool.inputSchema().text(text.getBytes(UTF_8))).startsWith("{\"type\":\"object\",");
    assertThat(tool.outputSchema().text(text.getBytes(UTF_8))).isEqualTo("{\"type\":\"object\"}");
    assertThat(tool.arguments().keySet()).containsExactly("id", "note", "any");
    assertThat(tool.arguments())
        .containsEntry("id", new Argument(Set.of(JsonType.INTEGER), true))
        .containsEntry("note", new Argument(Set.of(JsonType.STRING, JsonType.NULL), false))
        .containsEntry("any", new Argument(Set.of(), false));
    assertThat(tool.isClosed()).isTrue();
    assertThat(tool.hints().destructive()).contains(true);
    assertThat(tool.hints().readOnly()).isEmpty();
    assertThat(tool.headers()).isEqualTo(new ParamHeaders(List.of(), null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"name\":\"a\"}",
        "{\"name\":\"\",\"inputSchema\":{}}",
        "{\"inputSchema\":{}}",
        "{\"name\":\"a\",\"inputSchema\":true}",
        "{\"name\":\"a\",\"inputSchema\":{\"a\":1,\"a\":2}}"
      })
  void isRefusedWithoutNameOrSchema(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(Malformed.class);
  }

  @Test
  void tellsWhichArgumentsAreMirroredInHeaders() throws Malformed {
    var headers =
        schema(
            """
            "a":{"type":"string","x-mcp-header":"A"},
            "n":{"type":"object","properties":{"m":{"type":["integer","null"],"x-mcp-header":"B-b"}}},
            "x-mcp-header":{"type":"boolean","default":{"x-mcp-header":7}}\
            """);
    assertThat(headers.isValid()).isTrue();
    assertThat(headers.params())
        .containsExactly(
            new ParamHeaders.Param("A", List.of("a")),
            new ParamHeaders.Param("B-b", List.of("n", "m")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"a\":{\"type\":\"string\",\"x-mcp-header\":\"\"}",
        "\"a\":{\"type\":\"string\",\"x-mcp-header\":7}",
        "\"a\":{\"type\":\"string\",\"x-mcp-header\":\"a b\"}",
        "\"a\":{\"type\":\"string\",\"x-mcp-header\":\"a\\r\\nX\"}",
        "\"a\":{\"type\":\"string\",\"x-mcp-header\":\"a:\"}",
        "\"a\":{\"type\":\"string\",\"x-mcp-header\":\"é\"}",
        "\"a\":{\"type\":\"number\",\"x-mcp-header\":\"A\"}",
        "\"a\":{\"type\":\"object\",\"x-mcp-header\":\"A\"}",
        "\"a\":{\"type\":[\"string\",\"integer\"],\"x-mcp-header\":\"A\"}",
        "\"a\":{\"x-mcp-header\":\"A\"}",
        "\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"},"
            + "\"b\":{\"type\":\"string\",\"x-mcp-header\":\"a\"}",
        "\"a\":{\"items\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}",
        "\"a\":{\"prefixItems\":[{\"type\":\"string\",\"x-mcp-header\":\"A\"}]}",
        "\"a\":{\"anyOf\":[{\"type\":\"string\",\"x-mcp-header\":\"A\"}]}",
        "\"a\":{\"$defs\":{\"d\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}",
        "\"a\":{\"not\":{\"properties\":{\"b\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}}",
        "\"a\":{\"additionalProperties\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}"
      })
  void isNotToBeOfferedWhenAHeaderAnnotationBreaksARule(String properties) throws Malformed {
    assertThat(schema(properties).problem()).startsWith("x-mcp-header ");
    assertThat(schema(properties).isValid()).isFalse();
    assertThat(schema(properties).params()).isEmpty();
  }

  @Test
  void isNotToBeOfferedWhenTheSchemaItselfIsAnnotated() throws Malformed {
    var tool =
        read("{\"name\":\"a\",\"inputSchema\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}");
    assertThat(tool.headers().isValid()).isFalse();
  }

  @Test
  void computesTheHeadersOfACall() throws Malformed {
    assertThat(headers("{\"s\":\"Zürich\",\"o\":{\"i\":4.20e1},\"b\":true}"))
        .containsExactly(
            header("S", "=?base64?WsO8cmljaA==?="), header("I", "42"), header("B", "true"));
    assertThat(headers("{\"s\":null,\"o\":{}}")).isEmpty();
    assertThat(headers("{\"s\":{},\"o\":[1],\"b\":1.5}")).isEmpty();
    assertThat(headers("{\"o\":{\"i\":9007199254740992}}")).isEmpty();
  }

  @Test
  void findsHeadersThatAgreeWithTheArguments() throws Malformed {
    assertThat(mismatch("{}")).isEmpty();
    assertThat(mismatch("{\"s\":null}")).isEmpty();
    assertThat(mismatch("{\"s\":\"a\"}", header("s", " a "))).isEmpty();
    assertThat(mismatch("{\"s\":\"a\"}", header("S", "=?base64?YQ==?="))).isEmpty();
    assertThat(mismatch("{\"o\":{\"i\":42.0}}", header("I", "42"))).isEmpty();
    assertThat(mismatch("{\"o\":{\"i\":42}}", header("I", "42.0"))).isEmpty();
    assertThat(mismatch("{}", header("Other", "x"))).isEmpty();
  }

  @Test
  void findsHeadersThatDisagreeWithTheArguments() throws Malformed {
    assertThat(mismatch("{\"s\":\"a\"}")).contains("header Mcp-Param-S is missing");
    assertThat(mismatch("{}", header("S", "a")))
        .contains("header Mcp-Param-S is sent without its argument");
    assertThat(mismatch("{\"s\":null}", header("S", "null"))).isPresent();
    assertThat(mismatch("{\"s\":\"a\"}", header("S", "A"))).isPresent();
    assertThat(mismatch("{\"s\":\"a\"}", header("S", "é"))).isPresent();
    assertThat(mismatch("{\"s\":\"a\"}", header("S", "a"), header("s", "a"))).isPresent();
    assertThat(mismatch("{\"s\":\"42\"}", header("S", "42.0"))).isPresent();
    assertThat(mismatch("{\"s\":{}}", header("S", "{}"))).isPresent();
    assertThat(mismatch("{\"b\":true}", header("B", "TRUE"))).isPresent();
    for (var text : List.of("", "43", "42x", "x", "0x2a", "042", "+42", "1e9999", "４２")) {
      assertThat(mismatch("{\"o\":{\"i\":42}}", header("I", text))).as(text).isPresent();
    }
  }

  private static List<McpHeaders.Param> headers(String arguments) throws Malformed {
    var message = arguments.getBytes(UTF_8);
    return mirrored().headers(message, new Span(0, message.length));
  }

  private static Optional<String> mismatch(String arguments, McpHeaders.Param... headers)
      throws Malformed {
    var message = arguments.getBytes(UTF_8);
    return mirrored().mismatch(message, new Span(0, message.length), List.of(headers));
  }

  private static McpHeaders.Param header(String name, String value) {
    return new McpHeaders.Param(name, value);
  }

  private static ParamHeaders mirrored() throws Malformed {
    return schema(
        """
        "s":{"type":"string","x-mcp-header":"S"},
        "o":{"type":"object","properties":{"i":{"type":"integer","x-mcp-header":"I"}}},
        "b":{"type":"boolean","x-mcp-header":"B"}\
        """);
  }

  private static ParamHeaders schema(String properties) throws Malformed {
    return read("{\"name\":\"a\",\"inputSchema\":{\"type\":\"object\",\"properties\":{"
            + properties
            + "}}}")
        .headers();
  }

  private static ToolDefinition read(String json) throws Malformed {
    return ToolDefinition.read(json.getBytes(UTF_8), Bounds.DEFAULT);
  }
}
