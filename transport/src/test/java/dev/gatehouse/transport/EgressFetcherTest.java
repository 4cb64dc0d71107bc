package dev.gatehouse.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.egress.AddressRules;
import dev.gatehouse.core.egress.FetchFailed;
import dev.gatehouse.core.egress.Fetcher;
import dev.gatehouse.core.egress.NameService;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressFetcherTest {
  private static final NameService LOOPBACK = _ -> List.of(InetAddress.ofLiteral("127.0.0.1"));
  private static final AddressRules ALLOWING = AddressRules.allowing(List.of("idp.example"));

  private final Transport transport = Transport.open(1);

  @AfterEach
  void close() {
    transport.close();
  }

  @Test
  void aDocumentIsFetchedUnderTheNameThatWasAskedFor() throws FetchFailed {
    try (var server = RawServer.json("{\"issuer\":1}")) {
      var url = URI.create("http://idp.example:" + server.port() + "/.well-known/x?y=%20");
      assertThat(get(fetcher(ALLOWING, LOOPBACK), url)).isEqualTo(House.bytes("{\"issuer\":1}"));
      assertThat(server.head())
          .startsWith("GET /.well-known/x?y=%20 HTTP/1.1\r\n")
          .containsIgnoringCase("host: idp.example:" + server.port())
          .containsIgnoringCase("accept: application/json")
          .doesNotContainIgnoringCase("cookie")
          .doesNotContainIgnoringCase("authorization");
    }
  }

  @Test
  void aNameThatIsReboundIsResolvedOnceAndTheCheckedAddressUsed() {
    try (var server = RawServer.json("{}")) {
      var answers = new ArrayDeque<>(List.of("192.0.2.1", "127.0.0.1", "127.0.0.1"));
      NameService rebinding = _ -> List.of(InetAddress.ofLiteral(answers.remove()));
      var rules = AddressRules.allowing(List.of("192.0.2.1"));
      assertThatThrownBy(() ->
              fetcher(rules, rebinding)
                  .get(
                      URI.create("http://rebinding.example:" + server.port() + "/"),
                      "*/*",
                      100,
                      Duration.ofMillis(300)))
          .isInstanceOf(FetchFailed.class);
      assertThat(answers).hasSize(2);
      assertThat(server.lines).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:@/", "http://localhost:@/", "http://[::1]:@/", "http://2130706433:@/",
            "http://0x7f.1:@/",
        "http://0177.0.0.1:@/", "http://127.1:@/", "http://0:@/", "http://user@idp.example:@/",
            "http://idp.example.:@/",
        "ftp://idp.example:@/", "file:///etc/passwd", "http:/path", "http://other.example:@/",
            "https://other.example:@/"
      })
  void nothingIsConnectedToForWhatIsNotAllowed(String url) {
    try (var server = RawServer.json("{}")) {
      var fetcher = fetcher(ALLOWING, LOOPBACK);
      assertThatThrownBy(() -> get(fetcher, URI.create(url.replace("@/", server.port() + "/"))))
          .isInstanceOf(FetchFailed.class);
      assertThat(server.lines).isEmpty();
    }
  }

  @Test
  void aRedirectIsNotFollowed() {
    try (var inside = RawServer.json("{}");
        var server =
            RawServer.answering(
                "HTTP/1.1 302 F\r\nLocation: " + inside.url() + "\r\nContent-Length: 0\r\n\r\n")) {
      assertThatThrownBy(() -> get(fetcher(ALLOWING, LOOPBACK), at(server)))
          .isInstanceOf(FetchFailed.class)
          .hasMessageContaining("302");
      assertThat(inside.lines).isEmpty();
    }
  }

  @Test
  void tooMuchIsRefusedWhetherAnnouncedOrNot() {
    for (var answer :
        List.of(
            "HTTP/1.1 200 O\r\nContent-Length: 2000\r\n\r\n",
            "HTTP/1.1 200 O\r\n\r\n" + "a".repeat(2_000))) {
      try (var server = RawServer.answering(answer)) {
        assertThatThrownBy(() -> get(fetcher(ALLOWING, LOOPBACK), at(server)))
            .isInstanceOf(FetchFailed.class)
            .hasMessageContaining("1000 bytes");
      }
    }
  }

  @Test
  void aServerThatSaysNothingIsGivenUpAndItsConnectionClosed() {
    try (var server =
        new RawServer(line -> {
          line.request();
          line.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
          line.awaitEnd();
        })) {
      assertThatThrownBy(
              () -> fetcher(ALLOWING, LOOPBACK).get(at(server), "*/*", 100, Duration.ofMillis(500)))
          .isInstanceOf(FetchFailed.class)
          .hasMessageContaining("500 ms");
      assertThat(House.next(server.lines).hasEnded()).isTrue();
    }
  }

  private static URI at(RawServer server) {
    return URI.create("http://idp.example:" + server.port() + "/");
  }

  private Fetcher fetcher(AddressRules rules, NameService names) {
    return transport.fetcher(() -> rules, names, UpstreamSettings.DEFAULT);
  }

  private static byte[] get(Fetcher fetcher, URI url) throws FetchFailed {
    return fetcher.get(url, "application/json", 1_000, Duration.ofSeconds(20));
  }
}
