package dev.gatehouse.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.protocol.ModernRequest.Fault;
import dev.gatehouse.protocol.StrictJson.Bounds;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModernRequestTest {
  private static final String VERSION = "2026-07-28";
  private static final List<String> SUPPORTED = List.of(VERSION);

  @ParameterizedTest
  @CsvSource({
    "tools/list, cursor, x,",
    "server/discover, x, x,",
    "tools/call, name, get_weather, get_weather",
    "tools/call, name, Zürich, =?base64?WsO8cmljaA==?=",
    "tools/call, name, a, =?base64?YQ==?=",
    "prompts/get, name, p, ' p '",
    "resources/read, uri, file:///a, file:///a",
    "tasks/get, taskId, t, t",
    "tasks/update, taskId, t, t",
    "tasks/cancel, taskId, t, t"
  })
  void passesWhenHeadersAndBodyAgree(
      String method, String field, String value, @Nullable String name) throws Malformed {
    assertThat(check(method, field, value, headers(VERSION, method, name))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "tools/call, name, a,",
    "tools/call, name, a, A",
    "tools/call, name, a, b",
    "tools/call, name, a, =?base64?YQ?=",
    "tools/call, name, a, =?base64?YR==?=",
    "tools/call, name, Zürich, Zürich",
    "prompts/get, name, a, b",
    "resources/read, uri, file:///a, file:///A",
    "tasks/get, taskId, t,",
    "tasks/cancel, taskId, t, u"
  })
  void isRefusedWhenTheNameHeaderSaysOtherwise(
      String method, String field, String value, @Nullable String name) throws Malformed {
    assertThat(check(method, field, value, headers(VERSION, method, name)))
        .hasValueSatisfying(fault -> assertThat(fault.code()).isEqualTo(JsonRpc.HEADER_MISMATCH));
  }

  @ParameterizedTest
  @CsvSource({
    ", tools/call",
    "2025-11-25, tools/call",
    "2026-07-28,",
    "2026-07-28, tools/list",
    "2026-07-28, Tools/Call"
  })
  void isRefusedWhenVersionOrMethodHeaderSaysOtherwise(
      @Nullable String version, @Nullable String method) throws Malformed {
    assertThat(check("tools/call", "name", "a", headers(version, method, "a")))
        .hasValueSatisfying(fault -> assertThat(fault.code()).isEqualTo(JsonRpc.HEADER_MISMATCH));
  }

  @Test
  void isToldWhichVersionsAreSpokenWhenItsOwnIsNot() throws Malformed {
    var request = request("tools/list", "x", "y", "2099-01-01");
    var fault = ModernRequest.check(request, headers("2099-01-01", "tools/list", null), SUPPORTED);
    assertThat(fault)
        .contains(
            new Fault(
                JsonRpc.UNSUPPORTED_VERSION,
                "the protocol version is not supported",
                "{\"supported\":[\"2026-07-28\"],\"requested\":\"2099-01-01\"}"));
    assertThat(ModernRequest.check(request, SUPPORTED)).isEqualTo(fault);
    assertThat(new String(fault.orElseThrow().answer(request.idText()), UTF_8))
        .startsWith("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32022,")
        .endsWith("\"data\":{\"supported\":[\"2026-07-28\"],\"requested\":\"2099-01-01\"}}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"_meta\":{}}",
        "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}",
        "{\"_meta\":{\"io.modelcontextprotocol/clientCapabilities\":{}}}",
        "{\"protocolVersion\":\"2026-07-28\",\"capabilities\":{}}"
      })
  void isRefusedWithoutVersionOrCapabilities(String params) throws Malformed {
    var request = scan("tools/list", params);
    assertThat(ModernRequest.check(request, headers(VERSION, "tools/list", null), SUPPORTED))
        .hasValueSatisfying(fault -> assertThat(fault.code()).isEqualTo(JsonRpc.INVALID_PARAMS));
    assertThat(ModernRequest.check(request, SUPPORTED)).isPresent();
  }

  @Test
  void isRefusedWithoutWhatItIsAbout() throws Malformed {
    assertThat(check("tools/call", "uri", "a", headers(VERSION, "tools/call", "a")))
        .hasValueSatisfying(fault -> assertThat(fault.code()).isEqualTo(JsonRpc.INVALID_PARAMS));
  }

  @Test
  void cannotBeAnInitialize() throws Malformed {
    var hello = scan("initialize", "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}");
    assertThat(ModernRequest.check(hello, headers(VERSION, "initialize", null), SUPPORTED))
        .hasValueSatisfying(fault -> assertThat(fault.code()).isEqualTo(JsonRpc.HEADER_MISMATCH));
  }

  @Test
  void hasNoRulesForNotifications() throws Malformed {
    var cancelled = Envelope.scan(JsonRpc.cancelled("1", null), Bounds.DEFAULT);
    assertThat(ModernRequest.check(cancelled, McpHeaders.NONE, SUPPORTED)).isEmpty();
  }

  private static Optional<Fault> check(
      String method, String field, String value, McpHeaders headers) throws Malformed {
    return ModernRequest.check(request(method, field, value, VERSION), headers, SUPPORTED);
  }

  private static Envelope request(String method, String field, String value, String version)
      throws Malformed {
    return scan(
        method,
        "{\"%s\":%s,\"_meta\":{\"%s\":\"%s\",\"%s\":{}}}"
            .formatted(
                field,
                JsonRpc.quote(value),
                ModernMeta.PROTOCOL_VERSION,
                version,
                ModernMeta.CLIENT_CAPABILITIES));
  }

  private static Envelope scan(String method, String params) throws Malformed {
    return Envelope.scan(JsonRpc.request("1", method, params), Bounds.DEFAULT);
  }

  private static McpHeaders headers(
      @Nullable String version, @Nullable String method, @Nullable String name) {
    return new McpHeaders(version, method, name, null, null, List.of());
  }
}
