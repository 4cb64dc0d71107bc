package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Pages of other origins, callers without a good credential, and tokens made for others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignCallersIT {
  private static final String AUDIENCE = "https://mcp.example.com/mcp";

  private static final List<String> MCP_ROUTES = List.of("/mcp", "/mcp/fixture", "/mcp/t/some");

  private static final List<String> EVERY_ROUTE =
      List.of(
          "/mcp",
          "/mcp/fixture",
          "/mcp/nobody",
          "/mcp/t/some",
          "/mcp/t/nothing",
          "/v0.1/servers",
          "/v0.1/servers/fixture/versions/latest",
          "/.well-known/oauth-protected-resource",
          "/.well-known/oauth-protected-resource/mcp",
          "/admin/v1/servers",
          "/admin/v1/keys",
          "/admin/v1/call",
          "/admin/v1/audit",
          "/health/live",
          "/health/ready",
          "/metrics",
          "/",
          "/no/such/path");

  private final HttpPeer fixture = HttpPeer.fixture(Peers.installed(), FixtureMode.DUAL);
  private final TokenMaker maker = new TokenMaker();
  private final RunningGateway gateway =
      RunningGateway.open(
          """
          identity: { issuers: [%s] }
          public-url: https://mcp.example.com
          allowed-hosts: [mcp.example.com]
          servers:
            fixture: { url: "%s", approved: true }
          toolsets: { some: [fixture/test_simple_text] }
          roles:
            everything: { grants: [{ tools: ["*/*"], resources: ["*/*"], prompts: ["*/*"] }] }
          """
              .formatted(maker.settings(AUDIENCE), fixture.url()),
          "everything");

  @AfterAll
  void endAll() {
    gateway.close();
    maker.close();
    fixture.close();
  }

  private Caller.Answer raw(String verb, String path, String... headers) {
    var all = new ArrayList<>(List.of(headers));
    all.add("Content-Type: application/json");
    all.add("Accept: application/json, text/event-stream");
    all.add("Authorization: Bearer " + gateway.key("everything"));
    var body = verb.equals("POST") ? Caller.modernBody("tools/list", "") : "";
    return RawHttp.send(gateway.url("/"), verb + " " + path, all, body);
  }

  @Test
  void cannotRebindANameToAnyRoute() {
    for (var path : EVERY_ROUTE) {
      for (var verb : List.of("GET", "POST", "DELETE")) {
        for (var host : List.of("evil.example", "127.0.0.1.evil.example", "127.0.0.1", "[::1]:1")) {
          assertThat(raw(verb, path, "Host: " + host).status())
              .as(verb + " " + path + " " + host)
              .isEqualTo(403);
        }
      }
    }
  }

  @Test
  void cannotCallFromAPageOfAnotherOriginOnAnyRouteThatIsNotPublic() {
    var here = RawHttp.host(gateway.url("/"));
    for (var path : EVERY_ROUTE) {
      if (path.startsWith("/v0.1/") || path.startsWith("/.well-known/")) {
        continue;
      }
      for (var origin :
          List.of("https://evil.example", "null", "http://localhost", "file://", "http://[::1]")) {
        var answer = raw("POST", path, here, "Origin: " + origin);
        assertThat(answer.status()).as(path + " " + origin).isEqualTo(403);
        assertThat(answer.headers()).doesNotContainKey("access-control-allow-origin");
      }
    }
  }

  @Test
  void cannotNameTwoHostsOrNone() {
    var here = RawHttp.host(gateway.url("/"));
    assertThat(raw("POST", "/mcp", here, here).status()).isEqualTo(400);
    assertThat(raw("POST", "/mcp", here, "Host: evil.example").status()).isEqualTo(400);
    assertThat(raw("POST", "/mcp").status()).isEqualTo(400);
    assertThat(raw("POST", "http://evil.example/mcp", here).status()).isEqualTo(400);
  }

  @Test
  void findNothingOnRoutesThatAreNotThere() {
    for (var path :
        List.of("/mcp/", "/mcp/a/b", "/mcp/t/", "/mcp/..%2fadmin", "/mcp/%00", "/mcp//x", "/MCP")) {
      var answer = Caller.of(gateway.url("/")).at(path).modern("tools/list", "");
      assertThat(answer.status()).as(path).isEqualTo(404);
      assertThat(answer.header("www-authenticate")).isEmpty();
    }
  }

  @Test
  void learnWithoutACredentialOnlyWhereToGetOne() {
    for (var route : MCP_ROUTES) {
      for (var credential :
          List.of(
              "",
              "Bearer",
              "Bearer x",
              "Basic YTpi",
              "Bearer gth_000",
              "Bearer a.b.c",
              "Bearer ' OR 1=1 --")) {
        var caller = Caller.of(gateway.url(route));
        var answer =
            (credential.isEmpty() ? caller : caller.with("authorization", credential))
                .modern("tools/list", "");

        assertThat(answer.status()).as(route + " " + credential).isEqualTo(401);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("www-authenticate").orElse(""))
            .startsWith("Bearer ")
            .contains(
                "resource_metadata=\"https://mcp.example.com/.well-known/oauth-protected-resource"
                    + route
                    + "\"");
      }
    }
  }

  @Test
  void findTheSameForAHiddenServerAndForNone() {
    var caller = gateway.caller("everything", "/mcp/nobody");
    assertThat(caller.modern("tools/list", "").status()).isEqualTo(404);
    var unknown = caller.modern("tools/list", "").message().path("error");
    assertThat(unknown.path("message").asString()).isEqualTo("Unknown server: nobody");
    assertThat(unknown.has("data")).isFalse();
  }

  private record Forged(String what, String token) {}

  private List<Forged> forged() {
    var now = Instant.now();
    UnaryOperator<JWTClaimsSet.Builder> none = UnaryOperator.identity();
    var good = maker.token(AUDIENCE, none);
    var parts = good.split("\\.", -1);
    try (var stranger = new TokenMaker()) {
      return List.of(
          new Forged("other audience", maker.token("https://other.example.com/mcp", none)),
          new Forged("audience that begins alike", maker.token(AUDIENCE + "x", none)),
          new Forged(
              "audience below another", maker.token("https://mcp.example.com.evil/mcp", none)),
          new Forged("no audience", maker.token(AUDIENCE, it -> it.audience((String) null))),
          new Forged("other issuer", stranger.token(AUDIENCE, none)),
          new Forged(
              "our issuer, other key", stranger.token(AUDIENCE, it -> it.issuer(maker.issuer()))),
          new Forged(
              "issuer with a slash", maker.token(AUDIENCE, it -> it.issuer(maker.issuer() + "/"))),
          new Forged(
              "expired",
              maker.token(AUDIENCE, it -> it.expirationTime(Date.from(now.minusSeconds(600))))),
          new Forged("no expiry", maker.token(AUDIENCE, it -> it.expirationTime(null))),
          new Forged(
              "not yet",
              maker.token(AUDIENCE, it -> it.notBeforeTime(Date.from(now.plusSeconds(600))))),
          new Forged("no signature", parts[0] + "." + parts[1] + "."),
          new Forged("algorithm none", "eyJhbGciOiJub25lIn0." + parts[1] + "."),
          new Forged("other claims", parts[0] + "." + parts[0] + "." + parts[2]));
    }
  }

  @Test
  void cannotUseATokenThatWasNotMadeForThisGateway() {
    var caller = Caller.of(gateway.url("/mcp/fixture"));
    var good = maker.token(AUDIENCE, UnaryOperator.identity());
    assertThat(caller.withBearer(good).callTool("test_simple_text", "{}").text())
        .contains("simple text");
    for (var forged : forged()) {
      var answer = caller.withBearer(forged.token).callTool("test_simple_text", "{}");
      assertThat(answer.status()).as(forged.what).isEqualTo(401);
      assertThat(answer.body()).isEmpty();
    }
  }

  @Test
  void cannotSendACredentialTwice() {
    var here = RawHttp.host(gateway.url("/"));
    assertThat(raw("POST", "/mcp", here, "Authorization: Bearer x").status()).isEqualTo(400);
  }

  @Test
  void neverHaveTheirCredentialPassedOn() {
    var token = maker.token(AUDIENCE, UnaryOperator.identity());
    for (var credential : List.of(gateway.key("everything"), token)) {
      for (var route : List.of("/mcp", "/mcp/fixture")) {
        var tool = (route.equals("/mcp") ? "fixture__" : "") + "test_echo_headers";
        var caller =
            Caller.of(gateway.url(route))
                .withBearer(credential)
                .with("cookie", "session=" + credential)
                .with("x-api-key", credential)
                .with("proxy-authorization", "Bearer " + credential)
                .with("forwarded", "for=" + credential);
        for (var answer :
            List.of(caller.callTool(tool, "{}"), caller.inSession().legacyTool(tool, "{}"))) {
          assertThat(answer.text()).contains("user-agent").doesNotContain(credential, "cookie");
          assertThat(answer.result().path("structuredContent").path("headers").has("authorization"))
              .isFalse();
        }
      }
    }
  }

  @Test
  void neverHaveTheirCredentialPassedOnByARedirect() {
    try (var elsewhere = HostileServer.onCall((_, _) -> {});
        var redirecting =
            HostileServer.onCall((_, out) ->
                HostileServer.head(out, 307, "Location: " + elsewhere.url(), "Content-Length: 0"));
        var behind =
            RunningGateway.open(
                """
                servers: { sly: { url: "%s", approved: true } }
                roles: { all: { grants: ["*/*"] } }
                """
                    .formatted(redirecting.url()),
                "all")) {
      var answer = behind.caller("all", "/mcp/sly").callTool("act", "{}");

      assertThat(answer.refusal().path("kind").asString()).isEqualTo("outcome-unknown");
      assertThat(elsewhere.requests()).isEmpty();
      assertThat(redirecting.requests())
          .isNotEmpty()
          .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("authorization"));
      assertThat(answer.headers()).doesNotContainKey("location");
    }
  }

  @Test
  void lackingAScopeAreToldWhichOneWouldDo() {
    try (var strict =
        RunningGateway.open(
            """
            identity: { issuers: [%s] }
            public-url: https://mcp.example.com
            servers: { fixture: { url: "%s", approved: true } }
            roles: { everything: { grants: ["*/*"] } }
            """
                .formatted(
                    maker.settings(AUDIENCE).replace(" }", ", required-scopes: [mcp] }"),
                    fixture.url()))) {
      var caller = Caller.of(strict.url("/mcp/fixture"));
      var without =
          caller
              .withBearer(maker.token(AUDIENCE, UnaryOperator.identity()))
              .modern("tools/list", "");
      var with =
          caller
              .withBearer(maker.token(AUDIENCE, it -> it.claim("scope", "openid mcp")))
              .modern("tools/list", "");

      assertThat(without.status()).isEqualTo(403);
      assertThat(without.body()).isEmpty();
      assertThat(without.header("www-authenticate").orElse(""))
          .contains("error=\"insufficient_scope\"", "scope=\"mcp\"", "resource_metadata=");
      assertThat(with.status()).isEqualTo(200);
    }
  }

  @Test
  void cannotHaveTheGatewayRunACommand() {
    var body =
        """
        {"name": "evil", "%s": %s, "url": "http://127.0.0.1:9/mcp"}\
        """;
    var admin = gateway.caller("everything", "/admin/v1/servers");
    for (var member :
        Map.of("stdio", "[\"/bin/sh\"]", "command", "\"/bin/sh\"", "args", "[\"-c\"]").entrySet()) {
      var text = body.formatted(member.getKey(), member.getValue());
      assertThat(admin.post(text, Map.of()).status()).isBetween(400, 499);
    }
  }
}
