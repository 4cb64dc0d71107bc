package dev.gatehouse.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests that two readers may understand differently. Each is sent as raw bytes, followed by a
 * second request that would arrive if the first were framed the way the attacker hopes.
 */
class MalformedRequestsTest {
  private static final String SMUGGLED = "GET /smuggled HTTP/1.1|Host: @||";
  private static House house = House.echoing();

  @BeforeAll
  static void open() {
    house.close();
    house = House.echoing();
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      value = {
        "length and chunked ~ POST /mcp HTTP/1.1|Host: @|Content-Type: application/json|Content-Length: 4|Transfer-Encoding: chunked||0||",
        "chunked and length ~ POST /mcp HTTP/1.1|Host: @|Content-Type: application/json|Transfer-Encoding: chunked|Content-Length: 5||0||",
        "two codings ~ POST /mcp HTTP/1.1|Host: @|Content-Type: application/json|Transfer-Encoding: chunked, xchunked||0||",
        "identity then chunked ~ POST /mcp HTTP/1.1|Host: @|Content-Type: application/json|Transfer-Encoding: identity, chunked||0||",
        "coding on two lines ~ POST /mcp HTTP/1.1|Host: @|Content-Type: application/json|Transfer-Encoding: chunked|Transfer-Encoding: chunked||0||",
        "unknown coding ~ POST /mcp HTTP/1.1|Host: @|Content-Type: application/json|Transfer-Encoding: xchunked||0||",
        "folded coding ~ POST /mcp HTTP/1.1|Host: @|Content-Type: application/json|Transfer-Encoding:| chunked||0||",
        "folded other header ~ POST /mcp HTTP/1.1|Host: @|Content-Type: application/json|X-Any: a|\tb|Content-Length: 0||",
        "folded host ~ GET /mcp HTTP/1.1|Host:| @||",
        "chunk size over 32 bits ~ POST /mcp HTTP/1.1|Host: @|Content-Type: application/json|Transfer-Encoding: chunked||100000000|a|0||",
        "chunk size over 64 bits ~ POST /mcp HTTP/1.1|Host: @|Content-Type: application/json|Transfer-Encoding: chunked||10000000000000000|a|0||",
        "open quote in chunk extension ~ POST /mcp HTTP/1.1|Host: @|Content-Type: application/json|Transfer-Encoding: chunked||1;a=\"b|a|0||",
        "bare LF behind chunk size ~ POST /mcp HTTP/1.1|Host: @|Content-Type: application/json|Transfer-Encoding: chunked||1^a|0||",
        "negative chunk size ~ POST /mcp HTTP/1.1|Host: @|Content-Type: application/json|Transfer-Encoding: chunked||-1|a|0||",
        "bare LF in head ~ POST /mcp HTTP/1.1^Host: @^Content-Type: application/json^Content-Length: 0^^",
        "NUL in a header ~ GET /mcp HTTP/1.1|Host: @|X-Any: a%00b||",
        "lone CR in a header ~ GET /mcp HTTP/1.1|Host: @|X-Any: a%0Db||",
        "space before the colon ~ GET /mcp HTTP/1.1|Host: @|X-Any : a||",
        "no colon ~ GET /mcp HTTP/1.1|Host: @|X-Any||",
        "empty header name ~ GET /mcp HTTP/1.1|Host: @|: a||",
        "no Host ~ GET /mcp HTTP/1.1|Accept: */*||",
        "two Hosts ~ GET /mcp HTTP/1.1|Host: @|Host: @||",
        "two lengths ~ POST /mcp HTTP/1.1|Host: @|Content-Type: application/json|Content-Length: 2|Content-Length: 3||{}",
        "the same length twice ~ POST /mcp HTTP/1.1|Host: @|Content-Type: application/json|Content-Length: 2|Content-Length: 2||{}",
        "length with a sign ~ POST /mcp HTTP/1.1|Host: @|Content-Type: application/json|Content-Length: +2||{}",
        "length in hex ~ POST /mcp HTTP/1.1|Host: @|Content-Type: application/json|Content-Length: 0x2||{}",
        "two Authorizations ~ GET /mcp HTTP/1.1|Host: @|Authorization: Bearer a|Authorization: Bearer b||",
        "two session ids ~ GET /mcp HTTP/1.1|Host: @|Mcp-Session-Id: a|mcp-session-id: a||",
        "two protocol versions ~ GET /mcp HTTP/1.1|Host: @|MCP-Protocol-Version: 2025-11-25|MCP-Protocol-Version: 2025-11-25||",
        "two methods ~ GET /mcp HTTP/1.1|Host: @|Mcp-Method: a|Mcp-Method: b||",
        "two names ~ GET /mcp HTTP/1.1|Host: @|Mcp-Name: a|Mcp-Name: b||",
        "the same param twice ~ GET /mcp HTTP/1.1|Host: @|Mcp-Param-A: a|mcp-param-a: b||",
        "two origins ~ GET /mcp HTTP/1.1|Host: @|Origin: http://@|Origin: http://evil.example||",
        "absolute target ~ GET http://@/mcp HTTP/1.1|Host: @||",
        "asterisk target ~ OPTIONS * HTTP/1.1|Host: @||",
        "fragment in target ~ GET /mcp#a HTTP/1.1|Host: @||",
        "no version ~ GET /mcp|Host: @||",
        "unknown version ~ GET /mcp HTTP/9.9x|Host: @||",
      })
  void isRefusedAndWhatFollowsIsNotHeard(String name, String request) {
    try (var client = house.client()) {
      client.send(bytes(request) + bytes(SMUGGLED));

      assertThat(client.status()).as(name).isIn(0, 400);
      client.finish().upTo("never sent");
    }
    assertThat(house.controls).as("what the attacker hid behind it").isEmpty();
  }

  @Test
  void aGoodOneIsHeardBesideThem() {
    try (var client = house.client()) {
      house.arrivals.clear();
      client.send(house.post("/mcp", "{}"));

      assertThat(client.status()).isEqualTo(200);
      assertThat(house.arrival().body()).isEqualTo(House.bytes("{}"));
    }
  }

  private static String bytes(String shape) {
    return shape
        .replace("|", "\r\n")
        .replace("^", "\n")
        .replace("%00", "\0")
        .replace("%0D", "\r")
        .replace("@", house.host());
  }
}
