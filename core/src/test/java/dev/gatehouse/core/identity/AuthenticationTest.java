package dev.gatehouse.core.identity;

import static dev.gatehouse.core.identity.Refusing.reasonOf;
import static dev.gatehouse.core.identity.TestIssuer.ISSUER;
import static dev.gatehouse.core.identity.TestIssuer.RSA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.waiting.Waiting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuthenticationTest {
  private static final List<String> NOT_A_CREDENTIAL =
      List.of(
          "",
          " ",
          "Bearer",
          "Bearer ",
          "Bearer    ",
          "Basic YW5hOnNlY3JldA==",
          "DPoP abc.def.ghi",
          "Bearerabc.def.ghi",
          "Bearer\tabc.def.ghi",
          "Bearer a b",
          "Bearer .",
          "Bearer ..",
          "Bearer a.b.",
          "Bearer .b.c",
          "Bearer a..c",
          "Bearer a.b.c.d.e",
          "Bearer ' OR '1'='1' --",
          "Bearer '; DROP TABLE api_key; --",
          "Bearer \" UNION SELECT * FROM keys",
          "Bearer ${jndi:ldap://evil.example/a}",
          "Bearer {{7*7}}",
          "Bearer ../../etc/passwd",
          "Bearer %00%0d%0a",
          "Bearer \u0000\u0001\u007f",
          "Bearer <script>alert(1)</script>",
          "Bearer $(id)",
          "Bearer gth_' OR 1=1 --",
          "Bearer gth_%",
          "Bearer gth_" + "_".repeat(36),
          "Bearer ünïcödé.tökén.h",
          "Bearer \ud800.\udc00.x",
          "Bearer e30.e30.e30",
          "Bearer bnVsbA.bnVsbA.bnVsbA",
          "Bearer W10.W10.W10",
          "Bearer eyJhbGciOm51bGx9.e30.AA");

  private final TestIssuer issuer = new TestIssuer();

  @Test
  void refusesWhatIsNoCredentialWithoutAskingAnybody() {
    for (var header : NOT_A_CREDENTIAL) {
      assertThat(reasonOf(() -> onTheLoop(header))).isNotBlank();
    }
    assertThat(issuer.web.asked()).isEmpty();
  }

  @Test
  void refusesAnyTextWithoutABugShowing() {
    var random = new Random(7);
    for (var i = 0; i < 20_000; i++) {
      var text = new StringBuilder("Bearer ");
      random
          .ints(random.nextInt(60), 0, 4)
          .map(kind -> kind == 0 ? '.' : kind == 1 ? 'e' : random.nextInt(0x3000))
          .forEach(c -> text.append((char) c));

      assertThat(reasonOf(() -> onTheLoop(text.toString()))).isNotBlank();
    }
  }

  @Test
  void refusesACredentialOver16KiB() {
    var token = issuer.token(RSA, issuer.claims("padding", "x".repeat(20_000)));

    assertThat(reasonOf(() -> issuer.call(token))).contains("longer than 16 KiB");
    assertThat(reasonOf(() -> onTheLoop("Bearer gth_" + "0".repeat(1 << 20))))
        .contains("longer than 16 KiB");
  }

  @Test
  void readsTheSchemeInAnyCase() {
    var token = issuer.token(RSA);
    for (var scheme : List.of("Bearer ", "bearer ", "BEARER ", "bEaReR    ")) {
      assertThat(issuer.authentication.authenticate(scheme + token, Waiting.ALLOWED).user())
          .contains("ana");
    }
  }

  @Test
  void neverPutsTheCredentialIntoTheReason() {
    var token = issuer.token(SigningKey.rsa("x"));
    var signature = token.substring(token.lastIndexOf('.') + 1);

    assertThat(reasonOf(() -> issuer.call(token))).doesNotContain(signature);
    assertThat(reasonOf(() -> onTheLoop("Basic YW5hOnNlY3JldA=="))).doesNotContain("YW5h");
  }

  @Test
  void cleansAndCutsWhatAStrangerWroteBeforeItGoesIntoTheReason() {
    var evil = "https://evil.example/\n\u001b[31m\"é" + "x".repeat(1_000);

    assertThat(reasonOf(() -> issuer.call(issuer.token(RSA, issuer.claims("iss", evil)))))
        .contains("\"https://evil.example/??[31m??xxx")
        .hasSizeLessThan(250);
  }

  @Test
  void refusesEverybodyBeforeItsFirstUse() {
    var fresh = new Authentication(issuer.web, issuer.clock, Runnable::run);

    assertThat(reasonOf(() -> fresh.authenticate(null, Waiting.FORBIDDEN)))
        .isEqualTo("no credential");
    assertThat(reasonOf(() -> fresh.authenticate("Bearer " + issuer.token(RSA), Waiting.ALLOWED)))
        .contains("not in the settings");
  }

  @Test
  void letsCallersWithoutACredentialInOnlyWhereTheSettingsSaySo() {
    assertThat(reasonOf(() -> issuer.authentication.authenticate(null, Waiting.FORBIDDEN)))
        .isEqualTo("no credential");

    issuer.authentication.use(anonymous("reader"), KeyIndex.EMPTY);
    var caller = issuer.authentication.authenticate(null, Waiting.FORBIDDEN);

    assertThat(caller.id()).isEqualTo("anonymous");
    assertThat(caller.roles()).isEqualTo(Set.of("reader"));
    assertThat(caller.user()).isEmpty();
    assertThat(caller.agent()).isEmpty();
  }

  @Test
  void doesNotTakeABadCredentialForNone() {
    issuer.authentication.use(anonymous("reader"), KeyIndex.EMPTY);

    for (var header : NOT_A_CREDENTIAL) {
      assertThat(reasonOf(() -> onTheLoop(header))).isNotBlank();
    }
  }

  @Test
  void forgetsRememberedTokensWhenTheSettingsChange() {
    var token = issuer.token(RSA);
    issuer.call(token);

    issuer.authentication.use(IdentitySettings.NONE, KeyIndex.EMPTY);

    assertThat(reasonOf(() -> issuer.call(token))).contains("not in the settings");
  }

  @Test
  void mapsARememberedTokenAnewWhenTheSettingsChange() {
    var token = issuer.token(RSA);
    issuer.call(token);

    issuer.authentication.use(
        TestIssuer.settings(
            new IssuerSettings(
                ISSUER,
                TestIssuer.AUDIENCE,
                Optional.empty(),
                Optional.of(new ClaimPath("org.department")),
                new ClaimPath("azp"),
                Optional.empty(),
                Map.of("all", new ClaimPath("realm_access")),
                List.of(new SignatureAlgorithm("RS256")),
                java.time.Duration.ZERO,
                List.of())),
        KeyIndex.EMPTY);
    var caller = issuer.call(token);

    assertThat(caller.agent()).contains("support");
    assertThat(caller.user()).contains("support-bot");
    assertThat(caller.roles()).isEmpty();
    assertThat(caller.attributes())
        .isEqualTo(Map.of("all", Map.of("roles", List.of("support-agent", "reader"))));
  }

  @Test
  void keepsRememberedTokensAndKeysWhenOnlyApiKeysChange() {
    var token = issuer.token(TestIssuer.EC);
    issuer.call(token);

    issuer.authentication.use(TestIssuer.settings(TestIssuer.issuer()), KeyIndex.of(List.of()));

    assertThat(issuer.callOnTheLoop(token).user()).contains("ana");
  }

  @Test
  void keepsFetchedKeysOfIssuersThatStay() {
    issuer.call(issuer.token(RSA));

    issuer.authentication.use(
        TestIssuer.settings(
            TestIssuer.issuer(), TestIssuer.issuer("https://new.example", List.of())),
        KeyIndex.EMPTY);
    issuer.call(issuer.token(RSA));

    assertThat(issuer.web.asked()).containsExactly(TestIssuer.METADATA, TestIssuer.KEYS);
  }

  @Test
  void saysUnauthenticatedAndNothingElseForEveryDefect() {
    assertThat(Refusing.refusalOf(() -> onTheLoop("Bearer a.b.c")))
        .isInstanceOf(Refusal.Unauthenticated.class);
    assertThat(issuer.authentication.challenge(java.net.URI.create(TestIssuer.AUDIENCE)))
        .isEqualTo(
            "Bearer resource_metadata="
                + "\"https://mcp.example.com/.well-known/oauth-protected-resource/mcp\"");
  }

  private static IdentitySettings anonymous(String role) {
    return new IdentitySettings(List.of(), Optional.of(new AnonymousSettings(List.of(role))));
  }

  private Caller onTheLoop(String header) {
    return issuer.authentication.authenticate(header, Waiting.FORBIDDEN);
  }
}
