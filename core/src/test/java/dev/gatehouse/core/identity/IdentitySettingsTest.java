package dev.gatehouse.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdentitySettingsTest {
  @Test
  void takeAnIssuerOverHttpsOrOnThisMachine() {
    for (var url :
        List.of(
            "https://keycloak.example.com/realms/acme",
            "https://login.example.com",
            "https://login.example.com/",
            "http://127.0.0.1:8180/realms/acme",
            "http://localhost:8180",
            "http://[::1]:8180")) {
      assertThat(TestIssuer.issuer(url, List.of()).issuer()).isEqualTo(url);
    }
  }

  @Test
  void refuseAnIssuerThatIsNotSafeOrNotAUrl() {
    for (var url :
        List.of(
            "http://keycloak.example.com",
            "http://localhost.example.com",
            "http://127.0.0.1.example.com",
            "https://user:secret@login.example.com",
            "https://login.example.com/?a=b",
            "https://login.example.com/#a",
            "ftp://login.example.com",
            "login.example.com",
            "https://",
            "https:// ",
            "")) {
      assertThatThrownBy(() -> TestIssuer.issuer(url, List.of()))
          .as(url)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("issuer");
    }
  }

  @Test
  void refuseAnIssuerTwice() {
    assertThatThrownBy(() -> TestIssuer.settings(TestIssuer.issuer(), TestIssuer.issuer()))
        .hasMessageContaining("is listed twice");
  }

  @Test
  void nameTheRangeOfWhatIsOutOfIt() {
    assertThatThrownBy(() -> issuer("", Duration.ZERO, List.of("RS256")))
        .hasMessageContaining("audience has 1 to 2000 characters");
    assertThatThrownBy(() -> issuer("a", Duration.ofSeconds(301), List.of("RS256")))
        .hasMessageContaining("clock-skew is 0s to 5m");
    assertThatThrownBy(() -> issuer("a", Duration.ofSeconds(-1), List.of("RS256")))
        .hasMessageContaining("clock-skew is 0s to 5m");
    assertThatThrownBy(() -> issuer("a", Duration.ZERO, List.of()))
        .hasMessageContaining("algorithms needs at least one");
    assertThatThrownBy(() -> new AnonymousSettings(List.of()))
        .hasMessageContaining("at least one role");
  }

  @Test
  void refuseAlgorithmsWithoutAPublicKey() {
    for (var name : List.of("none", "HS256", "HS512", "rs256", "ES256K", "")) {
      assertThatThrownBy(() -> new SignatureAlgorithm(name)).hasMessageContaining("RS256, RS384");
    }
  }

  @Test
  void refuseScopesThatWouldBreakAHeader() {
    for (var scope : List.of("", "a b", "a\"b", "a\\b", "a\r\nb", "é")) {
      assertThatThrownBy(() -> TestIssuer.issuer(TestIssuer.ISSUER, List.of(scope)))
          .hasMessageContaining("a scope has");
    }
  }

  @Test
  void readClaimPathsWithDotsInNames() {
    assertThat(new ClaimPath("realm_access.roles").names())
        .containsExactly("realm_access", "roles");
    assertThat(new ClaimPath("https://x/y").names()).containsExactly("https://x/y");
    assertThat(new ClaimPath("https://acme\\.example/roles.list").names())
        .containsExactly("https://acme.example/roles", "list");
    assertThat(new ClaimPath("a\\\\b").names()).containsExactly("a\\b");
  }

  @Test
  void refuseClaimPathsThatLeadNowhere() {
    for (var path : List.of("", ".", "a.", ".a", "a..b", "a\\", "a\\b", "x".repeat(501))) {
      assertThatThrownBy(() -> new ClaimPath(path)).hasMessageContaining("claim path");
    }
  }

  @Test
  void findClaimsByPath() throws JsonObject.NotOne {
    var claims =
        JsonObject.read(
            "{\"a\":{\"b\":[1]},\"c.d\":true,\"n\":null}"
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));

    assertThat(find(claims, "a.b")).contains(List.of(1L));
    assertThat(find(claims, "c\\.d")).contains(true);
    for (var nowhere : List.of("b", "a.b.c", "a.x", "n", "n.x", "c.d")) {
      assertThat(find(claims, nowhere)).isEmpty();
    }
  }

  @Test
  void takeRolesFromListsAndFromTexts() {
    assertThat(CallerClaims.words(List.of("a", 7, "b", "a"))).containsExactly("a", "b");
    assertThat(CallerClaims.words(" a  b a ")).containsExactly("a", "b");
    assertThat(CallerClaims.words(Map.of("a", "b"))).isEmpty();
    assertThat(CallerClaims.words(null)).isEmpty();
  }

  private static Optional<Object> find(Map<String, Object> claims, String path) {
    return ClaimPath.find(claims, new ClaimPath(path).names());
  }

  private static IssuerSettings issuer(String audience, Duration skew, List<String> algorithms) {
    return new IssuerSettings(
        TestIssuer.ISSUER,
        audience,
        Optional.empty(),
        Optional.empty(),
        new ClaimPath("sub"),
        Optional.empty(),
        Map.of(),
        algorithms.stream().map(SignatureAlgorithm::new).toList(),
        skew,
        List.of());
  }
}
