package dev.gatehouse.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.protocol.StrictJson.Bounds;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningTest {
  @Test
  void ofALegacySessionSaysWhatTheOtherSideReads() throws Malformed {
    var hello =
        Envelope.scan(
            Handshake.initialize(
                "1", ProtocolVersion.V2025_11_25, "{\"roots\":{}}", "Gate\"house", "0.1"),
            Bounds.DEFAULT);
    assertThat(hello.method()).isEqualTo("initialize");
    assertThat(hello.initializeProtocolVersion()).isEqualTo("2025-11-25");
    assertThat(hello.clientCapabilities().text(hello.bytes())).isEqualTo("{\"roots\":{}}");
    assertThat(hello.clientInfoName()).isEqualTo("Gate\"house");

    var answer =
        Handshake.result("1", ProtocolVersion.V2025_06_18, "{\"tools\":{}}", "S", "2", "be\nkind");
    assertThat(Handshake.read(answer, Bounds.DEFAULT))
        .isEqualTo(new Handshake.Answer("2025-06-18", "{\"tools\":{}}", "S", "2", "be\nkind"));
    assertThat(Envelope.scan(Handshake.initialized(), Bounds.DEFAULT).method())
        .isEqualTo("notifications/initialized");
  }

  @Test
  void ofAModernServerSaysWhatTheOtherSideReads() throws Malformed {
    var question =
        Envelope.scan(
            Discovery.request("\"d\"", ProtocolVersion.V2026_07_28, "{}", "Gatehouse", "0.1"),
            Bounds.DEFAULT);
    assertThat(ModernRequest.check(question, List.of("2026-07-28"))).isEmpty();
    assertThat(question.clientInfoName()).isEqualTo("Gatehouse");

    var answer =
        Discovery.result(
            "\"d\"",
            List.of(ProtocolVersion.V2026_07_28),
            "{\"tools\":{}}",
            "S",
            "2",
            "read me",
            60_000);
    var read = Discovery.read(answer, Bounds.DEFAULT);
    assertThat(read.supportedVersions()).containsExactly("2026-07-28");
    assertThat(read.capabilitiesJson()).isEqualTo("{\"tools\":{}}");
    assertThat(read.serverName()).isEqualTo("S");
    assertThat(read.serverVersion()).isEqualTo("2");
    assertThat(read.instructions()).isEqualTo("read me");
    assertThat(read.ttlMs()).hasValue(60_000);
    assertThat(read.cacheScope()).isEqualTo("private");
  }

  @Test
  void takesAServerThatSaysLittleOfItself() throws Malformed {
    var legacy =
        JsonRpc.result("1", "{\"protocolVersion\":\"x\",\"capabilities\":{},\"serverInfo\":1}");
    assertThat(Handshake.read(legacy, Bounds.DEFAULT))
        .isEqualTo(new Handshake.Answer("x", "{}", "", "", null));
    var modern = JsonRpc.result("1", "{\"supportedVersions\":[\"x\",1],\"capabilities\":{}}");
    assertThat(Discovery.read(modern, Bounds.DEFAULT).supportedVersions()).containsExactly("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"protocolVersion\":1,\"supportedVersions\":[1],\"capabilities\":{}}",
        "{\"protocolVersion\":\"x\",\"supportedVersions\":[\"x\"]}",
        "{\"protocolVersion\":\"x\",\"supportedVersions\":[\"x\"],\"capabilities\":[]}"
      })
  void isRefusedWithoutVersionsOrCapabilities(String result) {
    var message = JsonRpc.result("1", result);
    assertThatThrownBy(() -> Handshake.read(message, Bounds.DEFAULT)).isInstanceOf(Malformed.class);
    assertThatThrownBy(() -> Discovery.read(message, Bounds.DEFAULT)).isInstanceOf(Malformed.class);
  }

  @Test
  void isRefusedWhenItIsAnErrorOrNotJson() {
    for (var text : List.of("<html>", "", new String(JsonRpc.error(null, -32000, "no"), UTF_8))) {
      assertThatThrownBy(() -> Discovery.read(text.getBytes(UTF_8), Bounds.DEFAULT))
          .isInstanceOf(Malformed.class);
    }
  }
}
