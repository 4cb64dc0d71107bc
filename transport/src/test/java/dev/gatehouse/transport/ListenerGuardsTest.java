package dev.gatehouse.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.gateway.Arrival;
import dev.gatehouse.core.gateway.Endpoint;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenerGuardsTest {
  private static final List<String> ROUTES =
      List.of(
          "/mcp",
          "/mcp/crm",
          "/mcp/t/support",
          "/mcp/..",
          "/v0.1/servers",
          "/health",
          "/",
          "/.well-known/oauth-protected-resource/mcp");
  private static final List<String> METHODS =
      List.of("GET", "POST", "DELETE", "OPTIONS", "PUT", "HEAD", "TRACE");

  private final House house =
      House.with(
          new ListenerSettings(
              "127.0.0.1",
              0,
              Optional.empty(),
              List.of("mcp.example.com", "other.example:8443"),
              List.of("https://chat.example.com"),
              ListenerBounds.DEFAULT));

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void everyRouteAndMethodRefusesAForeignHost() {
    for (var route : ROUTES) {
      for (var method : METHODS) {
        assertThat(
                status(
                    method
                        + " "
                        + route
                        + " HTTP/1.1\r\nHost: evil.example:"
                        + house.listener.port()
                        + "\r\n\r\n"))
            .as(method + " " + route)
            .isEqualTo(403);
      }
    }
    assertThat(house.arrivals).isEmpty();
    assertThat(house.controls).isEmpty();
  }

  @Test
  void everyRouteAndMethodRefusesAForeignOrigin() {
    for (var route : ROUTES) {
      for (var method : METHODS) {
        assertThat(
                status(
                    method
                        + " "
                        + route
                        + " HTTP/1.1\r\nHost: "
                        + house.host()
                        + "\r\nOrigin: http://evil.example\r\nAccess-Control-Request-Method: POST\r\n\r\n"))
            .as(method + " " + route)
            .isEqualTo(403);
      }
    }
    assertThat(house.arrivals).isEmpty();
    assertThat(house.controls).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:@, 200",
    "localhost:@, 200",
    "LOCALHOST:@, 200",
    "[::1]:@, 200",
    "mcp.example.com, 200",
    "mcp.example.com:443, 200",
    "mcp.example.com:80, 200",
    "MCP.example.com:@, 200",
    "other.example:8443, 200",
    "other.example, 403",
    "other.example:@, 403",
    "127.0.0.1, 403",
    "localhost, 403",
    "localhost:1, 403",
    "127.0.0.1:@0, 403",
    "127.1:@, 403",
    "0.0.0.0:@, 403",
    "mcp.example.com:8443, 403",
    "mcp.example.com., 403",
    "mcp.example.com.evil.example, 403",
    "evil.example, 403",
    "localhost:@.evil.example, 403",
    "user@localhost:@, 403"
  })
  void onlyItsOwnNamesAreHosts(String host, int status) {
    assertThat(status("GET /mcp HTTP/1.1\r\nHost: " + host.replace("@", port()) + "\r\n\r\n"))
        .isEqualTo(status);
  }

  private String port() {
    return String.valueOf(house.listener.port());
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:@, 200",
    "http://localhost:@, 200",
    "https://chat.example.com, 200",
    "https://mcp.example.com, 200",
    "http://chat.example.com, 403",
    "https://chat.example.com:444, 403",
    "null, 403",
    "http://localhost:1, 403",
    "https://evil.example, 403",
    "http://localhost, 403",
    "https://chat.example.com.evil.example, 403",
    "file://, 403"
  })
  void onlyItsOwnPagesAndThoseNamedMayCall(String origin, int status) {
    assertThat(
            status(
                "GET /mcp HTTP/1.1\r\nHost: "
                    + house.host()
                    + "\r\nOrigin: "
                    + origin.replace("@", port())
                    + "\r\n\r\n"))
        .isEqualTo(status);
  }

  @Test
  void aPreflightOfAnAllowedOriginIsAnsweredAndNeverWithAWildcard() {
    try (var client = house.client()) {
      client.send(
          "OPTIONS /mcp HTTP/1.1\r\nHost: "
              + house.host()
              + "\r\nOrigin: https://chat.example.com\r\nAccess-Control-Request-Method: POST"
              + "\r\nAccess-Control-Request-Headers: content-type, mcp-param-City, x-other\r\n\r\n");
      assertThat(client.head())
          .startsWith("HTTP/1.1 204")
          .containsIgnoringCase("access-control-allow-origin: https://chat.example.com")
          .contains("Mcp-Session-Id", "mcp-param-City")
          .doesNotContain("x-other", ": *");
    }
  }

  @Test
  void anAnswerToAnAllowedOriginMayBeReadByItsPage() {
    try (var client = house.client()) {
      client.send(
          "GET /mcp HTTP/1.1\r\nHost: "
              + house.host()
              + "\r\nOrigin: https://chat.example.com\r\n\r\n");
      assertThat(client.head())
          .containsIgnoringCase("access-control-allow-origin: https://chat.example.com")
          .containsIgnoringCase("vary: origin");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/mcp, AllServers[]", "/mcp?x=1, AllServers[]", "/mcp/crm, OneServer[server=crm]",
    "/mcp/c%72m, OneServer[server=crm]", "/mcp/t, OneServer[server=t]",
        "/mcp/t/support, Toolset[toolset=support]"
  })
  void anMcpRouteIsReadFromThePath(String path, String endpoint) {
    assertThat(status(house.get(path))).isEqualTo(200);
    assertThat(house.arrival().endpoint()).hasToString(endpoint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/mcp/", "/mcp/CRM", "/mcp/a/b", "/mcp/..", "/mcp/%2e%2e", "/mcp/a%2fb", "/mcp/a%252fb",
        "/mcp/a%00", "/mcp/a%", "/mcp/a%2", "/mcp/a%zz", "/mcp/a;b", "/mcp/t/", "/mcp/t/a/b",
        "/mcp/a_b", "/mcp/%e2%80%8b",
            "/mcp/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void aPathThatNamesNothingPossibleIsNotFound(String path) {
    assertThat(status(house.get(path))).isEqualTo(404);
    assertThat(house.arrivals).isEmpty();
  }

  @Test
  void otherMethodsOnAnMcpRouteHearWhichThereAre() {
    for (var method : List.of("PUT", "PATCH", "HEAD", "TRACE", "OPTIONS", "PRI", "CONNECTX")) {
      try (var client = house.client()) {
        client.send(method + " /mcp HTTP/1.1\r\nHost: " + house.host() + "\r\n\r\n");
        var head = client.head();
        assertThat(head).as(method).startsWith("HTTP/1.1 405").contains("Allow: POST, GET, DELETE");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | 200", "application/json; charset=utf-8 | 200",
            "Application/JSON;charset=\"UTF-8\" | 200",
        "application/json; charset=latin1 | 415", "text/plain | 415", "application/json-seq | 415",
        "application/x-www-form-urlencoded | 415", "multipart/form-data; boundary=x | 415"
      })
  void aBodyMustBeJsonInUtf8(String type, int status) {
    assertThat(
            status(
                "POST /mcp HTTP/1.1\r\nHost: "
                    + house.host()
                    + "\r\nContent-Type: "
                    + type
                    + "\r\nContent-Length: 2\r\n\r\n{}"))
        .isEqualTo(status);
  }

  @Test
  void aBodyOverTheBoundIsRefusedWhetherAnnouncedOrNot() {
    var head =
        "POST /mcp HTTP/1.1\r\nHost: " + house.host() + "\r\nContent-Type: application/json\r\n";
    assertThat(status(head + "Content-Length: 4194305\r\n\r\n")).isEqualTo(413);
    assertThat(status(head + "Content-Length: 99999999999\r\n\r\n")).isEqualTo(413);
    var chunk = "10000\r\n" + "a".repeat(65_536) + "\r\n";
    assertThat(status(head + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(65)))
        .isEqualTo(413);
    assertThat(house.arrivals).isEmpty();
  }

  @Test
  void headsOverTheBoundsAreRefused() {
    var line = "GET /mcp HTTP/1.1\r\nHost: " + house.host() + "\r\n";
    assertThat(status(line + "X-Any: a\r\n".repeat(101) + "\r\n")).isEqualTo(431);
    assertThat(status(line + ("X-Any: " + "a".repeat(900) + "\r\n").repeat(40) + "\r\n"))
        .isEqualTo(431);
    assertThat(
            status(
                "GET /mcp?"
                    + "a".repeat(10_000)
                    + " HTTP/1.1\r\nHost: "
                    + house.host()
                    + "\r\n\r\n"))
        .isEqualTo(414);
  }

  @Test
  void aChunkedBodyArrivesWholeAndTheConnectionGoesOn() {
    try (var client = house.client()) {
      client.send(
          "POST /mcp HTTP/1.1\r\nHost: "
              + house.host()
              + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "3;a=b\r\n{\"a\r\n4\r\n\":1}\r\n0\r\nX-Trailer: t\r\n\r\n"
              + house.get("/mcp"));
      assertThat(client.status()).isEqualTo(200);
      client.upTo("{\"a\":1}");
      assertThat(client.status()).isEqualTo(200);
    }
    assertThat(house.arrival().body()).isEqualTo(House.bytes("{\"a\":1}"));
    assertThat(house.arrival().verb()).isEqualTo(Arrival.Verb.GET);
  }

  @Test
  void aClientThatWaitsToBeAskedForItsBodyIsAsked() {
    try (var client = house.client()) {
      client.send(
          "POST /mcp HTTP/1.1\r\nHost: "
              + house.host()
              + "\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      assertThat(client.status()).isEqualTo(100);
      client.send("{}");
      assertThat(client.status()).isEqualTo(200);
    }
  }

  @Test
  void whatMcpSaysInHeadersArrivesAndWhatTheClientTakes() {
    assertThat(
            status(
                "POST /mcp/crm HTTP/1.1\r\nHost: "
                    + house.host()
                    + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\nAccept: text/event-stream;q=0, application/*"
                    + "\r\nAuthorization: Bearer a b\r\nMCP-Protocol-Version: 2026-07-28\r\nmcp-method: tools/call"
                    + "\r\nMcp-Name: x\r\nMcp-Session-Id: s\r\nLast-Event-ID: 5\r\nMcp-Param-City: Oslo\r\ntraceparent: 00-a-b-01\r\n\r\n{}"))
        .isEqualTo(200);
    var arrival = house.arrival();
    assertThat(arrival.endpoint()).isEqualTo(new Endpoint.OneServer("crm"));
    assertThat(arrival.authorization()).isEqualTo("Bearer a b");
    assertThat(arrival.acceptsEvents()).isFalse();
    assertThat(arrival.acceptsJson()).isTrue();
    assertThat(arrival.traceparent()).isEqualTo("00-a-b-01");
    assertThat(arrival.connection()).startsWith("127.0.0.1:");
    assertThat(arrival.headers())
        .hasToString(
            "McpHeaders[protocolVersion=2026-07-28, method=tools/call, name=x, sessionId=s, lastEventId=5,"
                + " params=[Param[name=City, value=Oslo]]]");
  }

  @Test
  void anUpgradeToClearTextHttp2IsPassedOver() {
    try (var client = house.client()) {
      client.send(
          "POST /mcp HTTP/1.1\r\nHost: "
              + house.host()
              + "\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA"
              + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
      assertThat(client.status()).isEqualTo(200);
    }
  }

  private int status(String request) {
    try (var client = house.client()) {
      return client.send(request).status();
    }
  }
}
