package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.identity.ClaimPath;
import dev.gatehouse.core.identity.IdentitySettings;
import dev.gatehouse.core.identity.IssuerSettings;
import dev.gatehouse.core.identity.KeyIndex;
import dev.gatehouse.core.identity.RoleClaims;
import dev.gatehouse.core.identity.SignatureAlgorithm;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.waiting.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Access tokens as a real authorization server makes them. */
class KeycloakIT {
  private final Keycloak keycloak = Keycloak.shared();
  private final KeycloakClient client = keycloak.client();
  private final JdkFetcher fetcher = new JdkFetcher();
  private final List<Runnable> background = new ArrayList<>();
  private Duration later = Duration.ZERO;
  private final Authentication authentication =
      new Authentication(fetcher, () -> Instant.now().plus(later), background::add);

  KeycloakIT() {
    authentication.use(trusting(Keycloak.AUDIENCE, keycloak.issuer()), KeyIndex.EMPTY);
  }

  @Test
  void acceptsAProgramThatCallsForItself() {
    var caller = call(client.tokenOf("support-bot"));

    assertThat(caller.agent()).contains("support-bot");
    assertThat(caller.user()).contains("service-account-support-bot");
    assertThat(caller.roles()).contains("reader").doesNotContain("support-agent");
    assertThat(caller.id()).startsWith("jwt:" + keycloak.issuer() + "#").endsWith("/support-bot");
  }

  @Test
  void acceptsAPersonThroughAProgram() {
    var caller = call(accessOf(client.tokensOf("ana", "support-bot")));

    assertThat(caller.user()).contains("ana");
    assertThat(caller.agent()).contains("support-bot");
    assertThat(caller.roles()).contains("support-agent", "reader");
    assertThat(caller.attributes()).containsEntry("email", "ana@acme.example");
    assertThat(caller.credential()).isEqualTo(keycloak.issuer());
  }

  @Test
  void acceptsEachAlgorithmAndFetchesTheKeysOnce() {
    for (var bot : List.of("support-bot", "elliptic-bot", "edwards-bot")) {
      assertThat(call(client.tokenOf(bot)).agent()).contains(bot);
    }
    assertThat(fetcher.fetches()).isEqualTo(2);
  }

  @Test
  void refusesATokenMadeForAnother() {
    assertThat(reasonOf(client.tokenOf("other-app"))).contains("not made for this gateway");
  }

  @Test
  void refusesIdTokensAndRefreshTokens() {
    var tokens = client.tokensOf("ana", "support-bot");

    assertThat(reasonOf(tokens.get("id_token").asString())).contains("not made for this gateway");
    assertThat(reasonOf(tokens.get("refresh_token").asString())).contains("algorithm is not taken");
  }

  @Test
  void refusesTheTokenOfAnotherRealm() {
    var elsewhere = trusting(Keycloak.AUDIENCE, keycloak.root() + "/realms/master");
    authentication.use(elsewhere, KeyIndex.EMPTY);

    assertThat(reasonOf(client.tokenOf("support-bot"))).contains("not in the settings");
  }

  @Test
  void refusesARealIssuerUnderAWrongName() {
    var wrong = keycloak.issuer().replace("127.0.0.1", "localhost");
    authentication.use(trusting(Keycloak.AUDIENCE, wrong), KeyIndex.EMPTY);

    assertThat(reasonOf(client.tokenOf("support-bot"))).contains("not in the settings");
  }

  @Test
  void takesTheNewKeyOfTheRealmAndForgetsTheRemovedOne() {
    var old = client.tokenOf("support-bot");
    call(old);

    client.addRsaKey("rsa-second", 200);
    var fresh = client.tokenOf("support-bot");
    later = Duration.ofSeconds(31);
    assertThat(call(fresh).agent()).contains("support-bot");
    assertThat(call(old).agent()).contains("support-bot");

    client.removeKey("rsa-first");
    later = Duration.ofMinutes(12);
    call(old);
    background.forEach(Runnable::run);

    assertThat(reasonOf(old)).contains("not among those of its issuer");
    assertThat(call(fresh).agent()).contains("support-bot");
  }

  @Test
  void countsATokenUntilItsExpiryEvenAfterLogout() {
    var tokens = client.tokensOf("ana", "support-bot");
    client.logOut("support-bot", tokens.get("refresh_token").asString());
    assertThat(call(accessOf(tokens)).user()).contains("ana");

    later = Duration.ofSeconds(3_600 + 61);

    assertThat(reasonOf(accessOf(tokens))).contains("has expired");
  }

  private static String accessOf(JsonNode tokens) {
    return tokens.get("access_token").asString();
  }

  private Caller call(String token) {
    return authentication.authenticate("Bearer " + token, Waiting.ALLOWED);
  }

  private String reasonOf(String token) {
    var refused = catchThrowableOfType(Refused.class, () -> call(token));
    assertThat(refused.refusal()).isInstanceOf(Refusal.Unauthenticated.class);
    return ((Refusal.Unauthenticated) refused.refusal()).reason();
  }

  private static IdentitySettings trusting(String audience, String issuer) {
    var settings =
        new IssuerSettings(
            issuer,
            audience,
            Optional.empty(),
            Optional.of(new ClaimPath("azp")),
            new ClaimPath("preferred_username"),
            Optional.of(RoleClaims.of("realm_access.roles")),
            Map.of("email", new ClaimPath("email")),
            List.of(
                new SignatureAlgorithm("RS256"),
                new SignatureAlgorithm("ES256"),
                new SignatureAlgorithm("EdDSA")),
            Duration.ofSeconds(60),
            List.of());
    return new IdentitySettings(List.of(settings), Optional.empty());
  }
}
