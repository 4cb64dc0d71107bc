package dev.gatehouse.core.identity;

import dev.gatehouse.core.waiting.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One authorization server, the gateway's authentication that trusts it, and their clock. */
final class TestIssuer {
  static final String ISSUER = "https://login.example.com/realms/acme";
  static final String AUDIENCE = "https://mcp.example.com/mcp";
  static final String KEYS = ISSUER + "/keys";
  static final String METADATA = ISSUER + "/.well-known/openid-configuration";
  static final SigningKey RSA = SigningKey.rsa("rsa-1");
  static final SigningKey EC = SigningKey.ec("ec-1");
  static final SigningKey EDWARDS = SigningKey.edwards("ed-1");

  final FakeFetcher web = new FakeFetcher();
  final MovableClock clock = new MovableClock();
  final List<Runnable> background = new ArrayList<>();
  final Authentication authentication = new Authentication(web, clock, background::add);

  TestIssuer() {
    web.serve(METADATA, "{\"issuer\":\"" + ISSUER + "\",\"jwks_uri\":\"" + KEYS + "\"}");
    publish(RSA, EC, EDWARDS);
    authentication.use(settings(issuer()), KeyIndex.EMPTY);
  }

  void publish(SigningKey... keys) {
    web.serve(KEYS, keySet(keys));
  }

  static String keySet(SigningKey... keys) {
    var listed = new ArrayList<Object>();
    for (var key : keys) {
      listed.add(key.jwk().toJSONObject());
    }
    return new String(JsonObject.write(Map.of("keys", listed)), StandardCharsets.UTF_8);
  }

  static IdentitySettings settings(IssuerSettings... issuers) {
    return new IdentitySettings(List.of(issuers), Optional.empty());
  }

  static IssuerSettings issuer() {
    return issuer(ISSUER, List.of());
  }

  static IssuerSettings issuer(String issuer, List<String> requiredScopes) {
    return new IssuerSettings(
        issuer,
        AUDIENCE,
        Optional.empty(),
        Optional.empty(),
        new ClaimPath("sub"),
        Optional.of(RoleClaims.of("realm_access.roles")),
        Map.of("department", new ClaimPath("org.department")),
        List.of(
            new SignatureAlgorithm("RS256"),
            new SignatureAlgorithm("ES256"),
            new SignatureAlgorithm("EdDSA")),
        Duration.ofSeconds(60),
        requiredScopes);
  }

  /** Claims of a good token: ana through support-bot, for five minutes. */
  Map<String, Object> claims() {
    var claims = new LinkedHashMap<String, Object>();
    claims.put("iss", ISSUER);
    claims.put("aud", AUDIENCE);
    claims.put("sub", "ana");
    claims.put("azp", "support-bot");
    claims.put("iat", clock.seconds());
    claims.put("exp", clock.seconds() + 300);
    claims.put("realm_access", Map.of("roles", List.of("support-agent", "reader")));
    claims.put("org", Map.of("department", "support"));
    return claims;
  }

  Map<String, Object> claims(String name, Object value) {
    var claims = claims();
    claims.put(name, value);
    return claims;
  }

  Map<String, Object> claimsWithout(String name) {
    var claims = claims();
    claims.remove(name);
    return claims;
  }

  String token(SigningKey key) {
    return token(key, claims());
  }

  String token(SigningKey key, Map<String, Object> claims) {
    return key.token(key.header(), claims);
  }

  Caller call(String token) {
    return authentication.authenticate("Bearer " + token, Waiting.ALLOWED);
  }

  Caller callTo(String resource, String token) {
    return authentication.authenticate("Bearer " + token, resource, Waiting.ALLOWED);
  }

  Caller callOnTheLoop(String token) {
    return authentication.authenticate("Bearer " + token, Waiting.FORBIDDEN);
  }

  void runBackground() {
    var tasks = List.copyOf(background);
    background.clear();
    tasks.forEach(Runnable::run);
  }
}
