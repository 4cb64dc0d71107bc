package dev.gatehouse.core.identity;

import dev.gatehouse.core.kind.Doc;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Who can prove to be somebody, beside the API keys of the store.
 *
 * @param issuers authorization servers whose tokens are taken, each at most once
 * @param anonymous callers without a credential; empty: refused
 * @param publicUrl where clients reach this gateway, for the resource metadata; empty: as it
 *     listens
 */
@Doc("Who can prove to be somebody, beside the API keys of the store.")
public record IdentitySettings(
    @Doc("Authorization servers whose JWT access tokens are taken, 0 to 50.")
        List<IssuerSettings> issuers,
    @Doc(
            value = "Callers without a credential. Left out: refused.",
            example = "{ roles: [reader] }")
        Optional<AnonymousSettings> anonymous,
    @Doc(
            value =
                "Scheme, host and port under which clients reach this gateway; resource URLs in"
                    + " its metadata begin with it. Left out: the address it listens on.",
            example = "https://mcp.example.com")
        Optional<URI> publicUrl) {
  /** API keys only. */
  public static final IdentitySettings NONE =
      new IdentitySettings(List.of(), Optional.empty(), Optional.empty());

  /**
   * @throws IllegalArgumentException when an issuer is listed twice, there are more than 50, or the
   *     public URL is not http or https
   */
  public IdentitySettings {
    issuers = List.copyOf(issuers);
    if (issuers.size() > 50) {
      throw new IllegalArgumentException("issuers are 0 to 50, not " + issuers.size());
    }
    var seen = new HashSet<String>();
    for (var each : issuers) {
      if (!seen.add(each.issuer())) {
        throw new IllegalArgumentException("issuer " + each.issuer() + " is listed twice");
      }
    }
    publicUrl.ifPresent(IdentitySettings::checkPublic);
  }

  /** All scopes that some issuer's tokens must have, each once, in order. */
  public List<String> requiredScopes() {
    return issuers.stream().flatMap(each -> each.requiredScopes().stream()).distinct().toList();
  }

  private static void checkPublic(URI url) {
    var isWeb = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
    if (!isWeb
        || url.getHost() == null
        || url.getRawUserInfo() != null
        || url.getRawQuery() != null
        || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "public-url is an http or https URL without user, query and fragment");
    }
  }
}
