package dev.gatehouse.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a server over HTTP+SSE may want its messages posted. */
class SseAddressTest {
  private static final URI STREAM = URI.create("https://Crm.example:8443/api/sse?tenant=7");

  @ParameterizedTest
  @CsvSource({
    "/message?sessionId=1, /message?sessionId=1",
    "message?sessionId=1, /api/message?sessionId=1",
    "?sessionId=1, /api/?sessionId=1",
    "../m, /m",
    "https://crm.example:8443/m?x=%20, /m?x=%20",
    "HTTPS://CRM.EXAMPLE:8443, /",
    "' /m ', /m"
  })
  void isAPathOfTheServer(String named, String target) throws SseAddress.NotTaken {
    assertThat(SseAddress.of(STREAM, named).target()).isEqualTo(target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/m",
        "https://crm.example/m",
        "http://crm.example:8443/m",
        "//evil.example/m",
        "//crm.example:8443@evil.example/m",
        "https://user@crm.example:8443/m",
        "https://crm.example.:8443/m",
        "javascript:alert(1)",
        "mailto:a@b",
        "/a b",
        "/m\r\nHost: evil.example",
        "/m\u00e9",
        "https:///m",
        "[::1]/m"
      })
  void isNowhereElse(String named) {
    assertThatExceptionOfType(SseAddress.NotTaken.class)
        .isThrownBy(() -> SseAddress.of(STREAM, named))
        .withMessageNotContaining("evil");
  }

  @Test
  void isNotEndless() {
    assertThatExceptionOfType(SseAddress.NotTaken.class)
        .isThrownBy(() -> SseAddress.of(STREAM, "/" + "m".repeat(2_048)));
  }

  @Test
  void hasTheUsualPortWhereNoneIsNamed() throws SseAddress.NotTaken {
    assertThat(SseAddress.of(URI.create("http://a.example/sse"), "http://a.example:80/m").target())
        .isEqualTo("/m");
  }
}
