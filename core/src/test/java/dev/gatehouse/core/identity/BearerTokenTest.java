package dev.gatehouse.core.identity;

import static dev.gatehouse.core.identity.Refusing.reasonOf;
import static dev.gatehouse.core.identity.Refusing.refusalOf;
import static dev.gatehouse.core.identity.TestIssuer.AUDIENCE;
import static dev.gatehouse.core.identity.TestIssuer.EC;
import static dev.gatehouse.core.identity.TestIssuer.EDWARDS;
import static dev.gatehouse.core.identity.TestIssuer.ISSUER;
import static dev.gatehouse.core.identity.TestIssuer.RSA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class BearerTokenTest {
  private final TestIssuer issuer = new TestIssuer();

  @Test
  void provesItsCallerWithEachAlgorithm() {
    for (var key : List.of(RSA, EC, EDWARDS)) {
      var caller = issuer.call(issuer.token(key));

      assertThat(caller.id()).isEqualTo("jwt:" + ISSUER + "#ana/support-bot");
      assertThat(caller.user()).contains("ana");
      assertThat(caller.agent()).contains("support-bot");
      assertThat(caller.roles()).containsExactlyInAnyOrder("support-agent", "reader");
      assertThat(caller.attributes()).containsExactly(Map.entry("department", "support"));
      assertThat(caller.credential()).isEqualTo(ISSUER);
    }
  }

  @Test
  void mayListSeveralAudiences() {
    var token = issuer.token(RSA, issuer.claims("aud", List.of("account", AUDIENCE)));

    assertThat(issuer.call(token).user()).contains("ana");
  }

  @Test
  void isRefusedWhenMadeForAnother() {
    for (var audience :
        List.of(
            "https://mcp.example.com/mcp/",
            "https://mcp.example.com",
            "account",
            "",
            List.of(),
            List.of("account"),
            List.of(List.of(AUDIENCE)),
            Map.of(AUDIENCE, true),
            7)) {
      assertRefused(issuer.token(RSA, issuer.claims("aud", audience)), "not made for this gateway");
    }
    assertRefused(issuer.token(RSA, issuer.claimsWithout("aud")), "not made for this gateway");
  }

  @Test
  void countsForOneVirtualServerWhenMadeForItOnly() {
    var crm = AUDIENCE + "/crm";
    var token = issuer.token(RSA, issuer.claims("aud", List.of(crm, "account")));

    for (var i = 0; i < 2; i++) {
      assertThat(issuer.callTo(crm, token).user()).contains("ana");
      for (var other :
          List.of(AUDIENCE, AUDIENCE + "/files", crm + "/", crm + "/x", "account", "")) {
        assertThat(reasonOf(() -> issuer.callTo(other, token))).contains("another virtual server");
      }
    }
    assertThat(issuer.callTo(crm, issuer.token(RSA)).user()).contains("ana");
  }

  @Test
  void isNotTakenForAVirtualServerWhoseUrlOnlyLooksSo() {
    for (var audience : List.of(AUDIENCE + "evil", AUDIENCE + ".evil.example/mcp")) {
      assertThat(
              reasonOf(
                  () -> issuer.callTo(audience, issuer.token(RSA, issuer.claims("aud", audience)))))
          .contains("not made for this gateway");
    }
  }

  @Test
  void isRefusedFromAnotherIssuer() {
    for (var other :
        List.of(ISSUER + "/", ISSUER.toUpperCase(java.util.Locale.ROOT), "https://evil.example")) {
      assertRefused(issuer.token(RSA, issuer.claims("iss", other)), "not in the settings");
    }
    assertRefused(issuer.token(RSA, issuer.claimsWithout("iss")), "names no issuer");
    assertRefused(issuer.token(RSA, issuer.claims("iss", List.of(ISSUER))), "names no issuer");
  }

  @Test
  void countsUntilItsExpiryAndTheClockSkew() {
    var token = issuer.token(RSA, issuer.claims("exp", issuer.clock.seconds() + 100));
    issuer.clock.advance(Duration.ofMillis(159_999));
    assertThat(issuer.call(token).user()).contains("ana");

    issuer.clock.advance(Duration.ofMillis(1));

    assertRefused(token, "has expired");
  }

  @Test
  void isRefusedWithoutATimeOfExpiry() {
    assertRefused(issuer.token(RSA, issuer.claimsWithout("exp")), "exp is missing or not a time");
    for (var never : List.of("1999999999", -1, 1e300, List.of(1), Map.of(), true)) {
      assertRefused(issuer.token(RSA, issuer.claims("exp", never)), "exp is missing or not a time");
    }
  }

  @Test
  void countsFromNotBeforeMinusTheClockSkewOn() {
    var soon = issuer.clock.seconds() + 61;
    assertRefused(issuer.token(RSA, issuer.claims("nbf", soon)), "does not count yet");
    assertRefused(issuer.token(RSA, issuer.claims("iat", soon)), "issued in the future");

    issuer.clock.advance(Duration.ofSeconds(1));

    assertThat(issuer.call(issuer.token(RSA, issuer.claims("nbf", soon))).user()).contains("ana");
    assertThat(issuer.call(issuer.token(RSA, issuer.claims("iat", soon))).user()).contains("ana");
  }

  @Test
  void isRefusedWithoutSignature() {
    var header = Map.<String, Object>of("alg", "none", "typ", "JWT");
    var unsigned =
        SigningKey.base64(JsonObject.write(header))
            + "."
            + SigningKey.base64(JsonObject.write(issuer.claims()))
            + ".";

    assertRefused(unsigned, "three parts");
    assertRefused(unsigned + "AA", "algorithm is not taken");
    for (var none : List.of("None", "NONE", "nOnE", "")) {
      assertRefused(signed(Map.of("alg", none)), "algorithm is not taken");
    }
    assertRefused(signed(Map.of("kid", RSA.id())), "names no algorithm");
  }

  @Test
  void isRefusedWhenThePublicKeyWasUsedAsHmacSecret() throws GeneralSecurityException {
    var secrets =
        List.of(
            RSA.pair().getPublic().getEncoded(),
            RSA.jwk().toJSONString().getBytes(StandardCharsets.UTF_8));
    for (var secret : secrets) {
      var text =
          SigningKey.base64(JsonObject.write(Map.of("alg", "HS256", "kid", RSA.id())))
              + "."
              + SigningKey.base64(JsonObject.write(issuer.claims()));
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      var signature = mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));

      assertRefused(text + "." + SigningKey.base64(signature), "algorithm is not taken");
    }
  }

  @Test
  void isRefusedWithAnAlgorithmThatTheSettingsDoNotList() {
    assertRefused(signed(Map.of("alg", "RS512", "kid", RSA.id())), "algorithm is not taken");
    assertRefused(signed(Map.of("alg", "PS256", "kid", RSA.id())), "algorithm is not taken");
  }

  @Test
  void isRefusedWithTheKeyOfAnotherAlgorithm() {
    assertRefused(signed(Map.of("alg", "ES256", "kid", RSA.id())), "not among those of its issuer");
    assertRefused(signed(Map.of("alg", "RS256", "kid", EC.id())), "not among those of its issuer");
  }

  @Test
  void isRefusedWithAnotherKeyThanItNames() {
    var stranger = SigningKey.rsa(RSA.id());

    assertRefused(issuer.token(stranger), "signature does not hold");
    assertRefused(issuer.token(SigningKey.rsa("rsa-9")), "not among those of its issuer");
  }

  @Test
  void isRefusedWithAKeyThatItBringsItself() {
    var stranger = SigningKey.rsa("own");
    var header = stranger.header();
    header.put("jwk", stranger.jwk().toJSONObject());
    header.put("jku", "https://evil.example/keys");
    header.put("x5u", "https://evil.example/cert");

    assertRefused(stranger.token(header, issuer.claims()), "not among those of its issuer");
    assertThat(issuer.web.asked()).noneMatch(url -> url.contains("evil"));
  }

  @Test
  void needsAKeyIdWhenSeveralKeysFit() {
    var other = SigningKey.rsa("rsa-2");
    issuer.publish(RSA, other);
    assertRefused(signed(Map.of("alg", "RS256")), "does not say which");

    var alone = new TestIssuer();
    assertThat(alone.call(RSA.token(Map.of("alg", "RS256"), alone.claims())).user())
        .contains("ana");
  }

  @Test
  void isRefusedWhenAnyByteIsChanged() {
    for (var key : List.of(RSA, EC, EDWARDS)) {
      var token = issuer.token(key);
      for (var i = 0; i < token.length(); i += 7) {
        var other = token.charAt(i) == 'A' ? 'B' : 'A';
        var changed = token.substring(0, i) + other + token.substring(i + 1);

        assertThat(refusalOf(() -> issuer.call(changed)))
            .as("%s changed at %d", key.algorithm(), i)
            .isInstanceOf(Refusal.Unauthenticated.class);
      }
    }
  }

  @Test
  void isRefusedWithAnEmptyOrZeroSignature() {
    var token = issuer.token(EC);
    var unsigned = token.substring(0, token.lastIndexOf('.') + 1);

    assertRefused(unsigned, "three parts");
    assertRefused(unsigned + SigningKey.base64(new byte[64]), "signature does not hold");
    assertRefused(unsigned + SigningKey.base64(new byte[1]), "signature does not hold");
  }

  @Test
  void isRefusedWhenItsHeaderDemandsExtensions() {
    for (var extension : List.of("crit", "b64")) {
      var header = RSA.header();
      header.put(extension, List.of("exp"));
      assertRefused(RSA.token(header, issuer.claims()), "demands extensions");
    }
  }

  @Test
  void mayBeOfTheTypesOfAccessTokensOnly() {
    for (var type : List.of("JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt")) {
      assertThat(issuer.call(typed(type)).user()).contains("ana");
    }
    for (var type : List.of("oauth-id-jag+jwt", "logout+jwt", "dpop+jwt", "", 7, List.of("JWT"))) {
      assertRefused(typed(type), "it is no access token");
    }
  }

  @Test
  void isRefusedWhenBoundToAKey() {
    assertRefused(issuer.token(RSA, issuer.claims("cnf", Map.of("jkt", "x"))), "bound to a key");
  }

  @Test
  void isRefusedWhenANameOccursTwice() {
    var json = new String(JsonObject.write(issuer.claims()), StandardCharsets.UTF_8);
    var twice = json.replaceFirst("\\{", "{\"aud\":\"account\",");

    assertRefused(
        RSA.token(RSA.header(), twice.getBytes(StandardCharsets.UTF_8)), "payload is not one JSON");
  }

  @Test
  void isRefusedWhenItsPayloadIsNoObject() {
    for (var payload :
        List.of(
            "",
            "null",
            "[]",
            "7",
            "\"x\"",
            "{} {}",
            "{",
            "{\"a\":".repeat(40) + "1" + "}".repeat(40))) {
      assertRefused(
          RSA.token(RSA.header(), payload.getBytes(StandardCharsets.UTF_8)),
          payload.isEmpty() ? "three parts" : "payload is not");
    }
  }

  @Test
  void isRefusedWithoutTheRequiredScopesByNamingThem() {
    issuer.authentication.use(
        TestIssuer.settings(TestIssuer.issuer(ISSUER, List.of("mcp", "tools"))), KeyIndex.EMPTY);

    for (var scope : List.of("", "mcp", "mcptools", "MCP TOOLS")) {
      assertThat(refusalOf(() -> issuer.call(issuer.token(RSA, issuer.claims("scope", scope)))))
          .isEqualTo(new Refusal.InsufficientScope(List.of("mcp", "tools")));
    }
    issuer.call(issuer.token(RSA, issuer.claims("scope", "openid tools mcp")));
    issuer.call(issuer.token(RSA, issuer.claims("scp", List.of("tools", "mcp"))));
  }

  @Test
  void isNotTakenForAnotherIssuersToken() {
    var other = "https://other.example.com";
    var otherKey = SigningKey.rsa(RSA.id());
    issuer.web.serve(
        other + "/.well-known/openid-configuration",
        "{\"issuer\":\"" + other + "\",\"jwks_uri\":\"" + other + "/keys\"}");
    issuer.web.serve(other + "/keys", TestIssuer.keySet(otherKey));
    issuer.authentication.use(
        TestIssuer.settings(TestIssuer.issuer(), TestIssuer.issuer(other, List.of())),
        KeyIndex.EMPTY);

    assertThat(issuer.call(issuer.token(RSA)).credential()).isEqualTo(ISSUER);
    assertThat(issuer.call(issuer.token(otherKey, issuer.claims("iss", other))).credential())
        .isEqualTo(other);
    assertRefused(issuer.token(otherKey), "signature does not hold");
    assertRefused(issuer.token(RSA, issuer.claims("iss", other)), "signature does not hold");
  }

  @Test
  void givesDifferentCallersDifferentIds() {
    var ids = new ArrayList<String>();
    var names = List.of("a", "a/b", "a%2Fb", "b", "b/c", "c", "a#b", "é");
    for (var subject : names) {
      for (var agent : names) {
        var claims = issuer.claims("sub", subject);
        claims.put("azp", agent);
        ids.add(issuer.call(issuer.token(RSA, claims)).id());
      }
    }
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void namesNoUserWhenAProgramCallsForItself() {
    var caller = issuer.call(issuer.token(RSA, issuer.claims("sub", "support-bot")));

    assertThat(caller.user()).isEmpty();
    assertThat(caller.agent()).contains("support-bot");
  }

  @Test
  void isRefusedWhenItNamesNobodyOrNobodyThatCanBeShown() {
    var claims = issuer.claimsWithout("sub");
    claims.remove("azp");
    assertRefused(issuer.token(RSA, claims), "neither a subject nor a program");
    for (var name : List.of("", "a\nb", "a\u0000", "x".repeat(513), 7, List.of("ana"))) {
      assertRefused(issuer.token(RSA, issuer.claims("sub", name)), "sub is not a text");
    }
  }

  private String typed(Object type) {
    var header = RSA.header();
    header.put("typ", type);
    return RSA.token(header, issuer.claims());
  }

  private String signed(Map<String, Object> header) {
    return RSA.token(header, issuer.claims());
  }

  private void assertRefused(String token, String reason) {
    assertThat(reasonOf(() -> issuer.call(token))).contains(reason).doesNotContain(token);
  }
}
