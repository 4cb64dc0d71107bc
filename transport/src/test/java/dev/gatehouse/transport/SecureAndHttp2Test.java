package dev.gatehouse.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.egress.AddressRules;
import dev.gatehouse.core.egress.NameService;
import dev.gatehouse.core.gateway.Reply;
import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.secrets.Secret;
import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.UpstreamFailure;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.protocol.McpHeaders;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecureAndHttp2Test {
  private final Path directory;
  private final SelfSigned own;

  SecureAndHttp2Test(@TempDir Path directory) {
    this.directory = directory;
    this.own = SelfSigned.of(directory, "own", "dns:localhost,ip:127.0.0.1");
  }

  @Test
  void overTlsTheClientChoosesHttp2OrHttp1() throws Exception {
    try (var house = House.with(tls())) {
      for (var version : HttpClient.Version.values()) {
        if (version.name().endsWith("3")) {
          continue;
        }
        try (var client =
            HttpClient.newBuilder().sslContext(own.context()).version(version).build()) {
          var answer =
              client.send(post(house.listener.address()), HttpResponse.BodyHandlers.ofString());
          assertThat(answer.version()).isEqualTo(version);
          assertThat(answer.body()).isEqualTo("{\"a\":1}");
        }
      }
    }
  }

  @Test
  void overTlsEveryGuardHolds() throws Exception {
    try (var house = House.with(tls());
        var socket =
            (SSLSocket)
                own.context()
                    .getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), house.listener.port())) {
      var requests =
          List.of("X-Any: a\r\n b\r\n", "Host: b\r\n", "Transfer-Encoding: chunked, x\r\n");
      assertThat(
              firstLine(
                  socket,
                  "GET /mcp HTTP/1.1\r\nHost: localhost:" + house.listener.port() + "\r\n\r\n"))
          .contains("200");
      for (var header : requests) {
        try (var other =
            (SSLSocket)
                own.context()
                    .getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), house.listener.port())) {
          assertThat(
                  firstLine(
                      other,
                      "GET /mcp HTTP/1.1\r\nHost: localhost:"
                          + house.listener.port()
                          + "\r\n"
                          + header
                          + "\r\n"))
              .as(header)
              .contains("400");
        }
      }
    }
  }

  private static String firstLine(Socket socket, String request) throws java.io.IOException {
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    var line = new StringBuilder();
    for (var next = socket.getInputStream().read();
        next >= 0 && next != '\n';
        next = socket.getInputStream().read()) {
      line.append((char) next);
    }
    return line.toString();
  }

  @Test
  void tls12IsStillSpoken() throws Exception {
    try (var house = House.with(tls());
        var socket =
            (SSLSocket)
                own.context()
                    .getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), house.listener.port())) {
      assertThat(socket.getSupportedProtocols()).contains("TLSv1.3");
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.startHandshake();
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
    }
  }

  @Test
  void aChangedCertificateIsTakenAndABadOneIsNot() throws Exception {
    var other = SelfSigned.of(directory, "other", "dns:localhost,ip:127.0.0.1");
    try (var house = House.with(tls())) {
      Files.copy(other.certificate(), own.certificate(), StandardCopyOption.REPLACE_EXISTING);
      Files.copy(other.key(), own.key(), StandardCopyOption.REPLACE_EXISTING);
      assertThat(house.listener.reloadCertificates()).isTrue();
      try (var client = HttpClient.newBuilder().sslContext(other.context()).build()) {
        assertThat(
                client
                    .send(post(house.listener.address()), HttpResponse.BodyHandlers.ofString())
                    .statusCode())
            .isEqualTo(200);
      }
      Files.writeString(own.certificate(), "nonsense");
      assertThat(house.listener.reloadCertificates()).isFalse();
      try (var client = HttpClient.newBuilder().sslContext(other.context()).build()) {
        assertThat(
                client
                    .send(post(house.listener.address()), HttpResponse.BodyHandlers.ofString())
                    .statusCode())
            .isEqualTo(200);
      }
    }
  }

  @Test
  void aMissingCertificateIsNamedWhenTheListenerOpens() {
    var files = new ListenerSettings.Tls(directory.resolve("none.crt"), own.key());
    var settings =
        new ListenerSettings(
            "127.0.0.1", 0, Optional.of(files), List.of(), List.of(), ListenerBounds.DEFAULT);
    try (var transport = Transport.open(1)) {
      assertThatThrownBy(() ->
              transport.listen(
                  settings,
                  (_, _) -> {},
                  _ -> new ControlPlane.Answer(200, "", new byte[0], List.of())))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("none.crt");
    }
  }

  @Test
  void clearTextHttp2NeedsNoUpgradeAndItsGuardsHold() {
    var vertx = Vertx.vertx();
    try (var house = House.echoing()) {
      var client =
          vertx.createHttpClient(
              new HttpClientOptions()
                  .setProtocolVersion(HttpVersion.HTTP_2)
                  .setHttp2ClearTextUpgrade(false));
      var statuses = new ArrayList<Integer>();
      for (var origin : List.of("", "http://evil.example")) {
        var answer =
            Await.result(
                client
                    .request(HttpMethod.POST, house.listener.port(), "127.0.0.1", "/mcp")
                    .compose(request -> {
                      request.putHeader("content-type", "application/json");
                      if (!origin.isEmpty()) {
                        request.putHeader("origin", origin);
                      }
                      return request.send(Buffer.buffer("{\"a\":1}"));
                    })
                    .compose(response ->
                        response
                            .body()
                            .map(body -> response.version() + " " + response.statusCode())),
                20);
        assertThat(answer).startsWith("HTTP_2 ");
        statuses.add(Integer.parseInt(answer.substring(7)));
      }
      assertThat(statuses).containsExactly(200, 403);
      var foreign =
          Await.result(
              client
                  .request(HttpMethod.GET, house.listener.port(), "127.0.0.1", "/mcp")
                  .compose(request ->
                      request
                          .authority(io.vertx.core.net.HostAndPort.create("evil.example", 80))
                          .send())
                  .map(response -> response.statusCode()),
              20);
      assertThat(foreign).isEqualTo(403);
    } finally {
      Await.quietly(vertx.close(), 20);
    }
  }

  @Test
  void aResetHttp2StreamIsAClientThatLeft() throws InterruptedException {
    var vertx = Vertx.vertx();
    var gone = new CountDownLatch(1);
    try (var house =
        House.answering((_, reply) -> {
          reply.stream(Reply.Head.of(200));
          reply.onGone(gone::countDown);
        })) {
      var client =
          vertx.createHttpClient(
              new HttpClientOptions()
                  .setProtocolVersion(HttpVersion.HTTP_2)
                  .setHttp2ClearTextUpgrade(false));
      var response =
          Await.result(
              client
                  .request(HttpMethod.GET, house.listener.port(), "127.0.0.1", "/mcp")
                  .compose(request -> request.send()),
              20);
      assertThat(response.statusCode()).isEqualTo(200);
      response.request().reset();
      assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      Await.quietly(vertx.close(), 20);
    }
  }

  @Test
  void aServersCertificateMustBeTrustedAndHoldForItsName() throws Exception {
    var wrong = SelfSigned.of(directory, "wrong", "dns:other.example");
    var arrived = new LinkedBlockingQueue<String>();
    for (var certificate : List.of(own, wrong)) {
      var files = new ListenerSettings.Tls(certificate.certificate(), certificate.key());
      var settings =
          new ListenerSettings(
              "127.0.0.1", 0, Optional.of(files), List.of(), List.of(), ListenerBounds.DEFAULT);
      try (var house =
          House.answering(
              settings,
              (arrival, reply) -> {
                arrived.add(String.valueOf(arrival.authorization()));
                reply.whole(Reply.Head.of(200), House.bytes("{}"));
              },
              _ -> new ControlPlane.Answer(404, "", new byte[0], List.of()))) {
        var url = URI.create("https://localhost:" + house.listener.port() + "/mcp");
        assertThat(call(house, url, Optional.of(certificate.certificate())))
            .isEqualTo(
                certificate.equals(own)
                    ? new AnswerHead(200, AnswerHead.Form.JSON, null)
                    : Cause.UNREACHABLE);
        assertThat(call(house, url, Optional.empty())).isEqualTo(Cause.UNREACHABLE);
      }
    }
    assertThat(arrived).hasSize(1);
  }

  private static Object call(House house, URI url, Optional<Path> authorities) {
    var settings =
        new UpstreamSettings(
            Duration.ofSeconds(20), Duration.ofSeconds(4), 1, 1, 1 << 20, 1 << 20, authorities);
    var rules = AddressRules.publicOnly().trusting(Set.of("localhost"));
    NameService names = _ -> List.of(InetAddress.ofLiteral("127.0.0.1"));
    var heard = new Heard();
    try (var upstream =
        house.transport.open(
            new Connection.Http(url, Optional.empty()),
            new Outside(settings, rules, names, _ -> new Secret("")))) {
      var deadlines =
          new Outgoing.Deadlines(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ZERO);
      upstream.send(
          new Outgoing(
              Outgoing.Verb.POST,
              McpHeaders.NONE,
              House.bytes("{}"),
              Outgoing.Accepts.JSON_OR_EVENTS,
              null,
              deadlines),
          heard);
      return switch (heard.next()) {
        case UpstreamFailure failure -> failure.cause();
        case Object other -> other;
      };
    }
  }

  private ListenerSettings tls() {
    return new ListenerSettings(
        "127.0.0.1",
        0,
        Optional.of(new ListenerSettings.Tls(own.certificate(), own.key())),
        List.of(),
        List.of(),
        ListenerBounds.DEFAULT);
  }

  private static HttpRequest post(URI address) {
    return HttpRequest.newBuilder(address.resolve("/mcp"))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString("{\"a\":1}"))
        .build();
  }
}
