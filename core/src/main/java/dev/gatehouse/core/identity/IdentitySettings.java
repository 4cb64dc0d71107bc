package dev.gatehouse.core.identity;

import dev.gatehouse.core.kind.Doc;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Who can prove to be somebody, beside the API keys of the store.
 *
 * @param issuers authorization servers whose tokens are taken, each at most once
 * @param anonymous callers without a credential; empty: refused
 */
@Doc("Who can prove to be somebody, beside the API keys of the store.")
public record IdentitySettings(
    @Doc("Authorization servers whose JWT access tokens are taken, 0 to 50.")
        List<IssuerSettings> issuers,
    @Doc(
            value = "Callers without a credential. Left out: refused.",
            example = "{ roles: [reader] }")
        Optional<AnonymousSettings> anonymous) {
  /** API keys only. */
  public static final IdentitySettings NONE = new IdentitySettings(List.of(), Optional.empty());

  /**
   * @throws IllegalArgumentException when an issuer is listed twice or there are more than 50
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
  }

  /** All scopes that some issuer's tokens must have, each once, in order. */
  public List<String> requiredScopes() {
    return issuers.stream().flatMap(each -> each.requiredScopes().stream()).distinct().toList();
  }
}
