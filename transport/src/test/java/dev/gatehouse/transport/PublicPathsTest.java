package dev.gatehouse.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublicPathsTest {
  private static final String FOREIGN = "Origin: https://evil.example\r\n";

  private final House house =
      House.answering(
          ListenerSettings.onLoopback(),
          (_, _) -> {
            throw new AssertionError("nothing of this is for the gateway");
          },
          new PublicServers());

  /** Says that one path is public, and one that is none of its business. */
  private static final class PublicServers implements ControlPlane {
    @Override
    public Answer answer(Request request) {
      var any = new Header("Access-Control-Allow-Origin", "*");
      return new Answer(200, "text/plain", House.bytes(request.toString()), List.of(any));
    }

    @Override
    public boolean isPublic(String path) {
      return path.equals("/v0.1/servers") || path.startsWith("/mcp");
    }
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void answerPagesOfAnyOriginInTheirOwnWords() {
    assertThat(head("GET /v0.1/servers?limit=1", FOREIGN))
        .startsWith("HTTP/1.1 200")
        .containsIgnoringCase("access-control-allow-origin: *")
        .doesNotContain("evil.example");
  }

  @Test
  void answerPreflightsAndPlainOptionsThemselves() {
    var preflight = FOREIGN + "Access-Control-Request-Method: GET\r\n";
    assertThat(head("OPTIONS /v0.1/servers", preflight)).startsWith("HTTP/1.1 200");
    assertThat(head("OPTIONS /v0.1/servers", "")).startsWith("HTTP/1.1 200");
    assertThat(House.next(house.controls).method()).isEqualTo("OPTIONS");
  }

  @Test
  void leaveAllOtherPathsGuarded() {
    assertThat(head("GET /admin/v1/keys", FOREIGN)).startsWith("HTTP/1.1 403");
    assertThat(head("OPTIONS /admin/v1/keys", "")).startsWith("HTTP/1.1 405");
    assertThat(head("GET /v0.1/servers/", FOREIGN)).startsWith("HTTP/1.1 403");
    assertThat(house.controls).isEmpty();
  }

  @Test
  void areNeverRoutesOfTheGateway() {
    assertThat(head("GET /mcp/crm", FOREIGN)).startsWith("HTTP/1.1 403");
  }

  @Test
  void areTheCardsBehindTheRoutesOfServers() {
    assertThat(head("GET /mcp/crm/server-card", FOREIGN)).startsWith("HTTP/1.1 200");
    assertThat(House.next(house.controls).path()).isEqualTo("/mcp/crm/server-card");
    assertThat(head("GET /mcp/crm/other", FOREIGN)).startsWith("HTTP/1.1 403");
  }

  @Test
  void hearWhichCodingsTheClientTakes() {
    assertThat(head("GET /v0.1/servers", "Accept-Encoding: br\r\nAccept-Encoding: gzip\r\n"))
        .startsWith("HTTP/1.1 200");
    assertThat(House.next(house.controls).acceptEncoding()).isEqualTo("br,gzip");
  }

  @Test
  void stillRefuseAForeignHost() {
    try (var client = house.client()) {
      client.send("GET /v0.1/servers HTTP/1.1\r\nHost: evil.example\r\n" + FOREIGN + "\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 403");
    }
  }

  private String head(String line, String headers) {
    try (var client = house.client()) {
      client.send(line + " HTTP/1.1\r\nHost: " + house.host() + "\r\n" + headers + "\r\n");
      return client.head();
    }
  }
}
