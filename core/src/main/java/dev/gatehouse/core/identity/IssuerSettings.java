package dev.gatehouse.core.identity;

import dev.gatehouse.core.kind.Default;
import dev.gatehouse.core.kind.Doc;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An authorization server whose JWT access tokens are taken. Claims are named by path; expressions
 * over claims are not offered yet.
 *
 * @param issuer compared with {@code iss} character by character
 * @param audience must be in {@code aud}: the resource that tokens for this gateway are made for; a
 *     token whose {@code aud} holds only URLs below it counts for just those virtual servers
 * @param jwks where the keys are; empty for discovery from the issuer
 * @param agent the claim that names the program; empty for {@code azp}, else {@code client_id}
 * @param user the claim that names the person
 * @param roles the claims that name roles; empty for none
 * @param attributes further facts for conditions, by their name there
 * @param algorithms the only ones taken
 * @param clockSkew by how much clocks may differ, 0 s to 5 min
 * @param requiredScopes all must be in {@code scope} or {@code scp}
 */
@Doc("An authorization server whose JWT access tokens are taken.")
public record IssuerSettings(
    @Doc(
            value =
                "Issuer URL exactly as in the iss claim; https, or http on this machine."
                    + " No query, no fragment.",
            example = "https://keycloak.example.com/realms/acme")
        String issuer,
    @Doc(
            value =
                "What the aud claim must contain: the URL of this gateway for its clients. A token"
                    + " made for a URL below it counts for that virtual server only.",
            example = "https://mcp.example.com/mcp")
        String audience,
    @Doc(
            value = "URL of the issuer's keys (JWKS). Left out, it is discovered from the issuer.",
            example = "https://keycloak.example.com/realms/acme/protocol/openid-connect/certs")
        Optional<URI> jwks,
    @Doc(
            value = "Claim that names the calling program. Left out: azp, else client_id.",
            example = "azp")
        Optional<ClaimPath> agent,
    @Doc("Claim that names the person on whose behalf is called.") @Default("sub") ClaimPath user,
    @Doc(value = "Claims that name roles. Left out: no roles.", example = "realm_access.roles")
        Optional<RoleClaims> roles,
    @Doc(
            value = "Further facts for conditions: name to claim path.",
            example = "{ department: org.department }")
        Map<String, ClaimPath> attributes,
    @Doc("Signature algorithms taken; none and HMAC never are.") @Default("[RS256, ES256, EdDSA]")
        List<SignatureAlgorithm> algorithms,
    @Doc("By how much clocks may differ, 0s to 5m.") @Default("60s") Duration clockSkew,
    @Doc(value = "Scopes that every token must have.", example = "[mcp]")
        List<String> requiredScopes) {
  private static final Duration MOST_SKEW = Duration.ofMinutes(5);

  /**
   * @throws IllegalArgumentException when a part is out of its range; the message names the range
   */
  public IssuerSettings {
    ServerUrl.check("issuer", issuer);
    if (audience.isBlank() || audience.length() > 2_000) {
      throw new IllegalArgumentException(
          "audience has 1 to 2000 characters; without it tokens made for others would be taken");
    }
    jwks.ifPresent(url -> ServerUrl.check("jwks", url.toString()));
    attributes = Map.copyOf(attributes);
    if (attributes.size() > 100) {
      throw new IllegalArgumentException("attributes are 0 to 100, not " + attributes.size());
    }
    algorithms = List.copyOf(algorithms);
    if (algorithms.isEmpty()) {
      throw new IllegalArgumentException("algorithms needs at least one, for example [RS256]");
    }
    if (clockSkew.isNegative() || clockSkew.compareTo(MOST_SKEW) > 0) {
      throw new IllegalArgumentException("clock-skew is 0s to 5m");
    }
    requiredScopes = List.copyOf(requiredScopes);
    requiredScopes.forEach(Challenges::checkScope);
  }
}
