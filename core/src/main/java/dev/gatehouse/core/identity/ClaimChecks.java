package dev.gatehouse.core.identity;

import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the claims of a token must say before its signature is worth a check.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9068#section-4">validating access tokens</a>
 */
final class ClaimChecks {
  /** Seconds since 1970 beyond this (the year 9999) are taken for nonsense. */
  private static final double LAST_SECOND = 253_402_300_799.0;

  private final IssuerSettings settings;

  ClaimChecks(IssuerSettings settings) {
    this.settings = settings;
  }

  /** The issuer that a token claims to be from. */
  static String issuer(Map<String, Object> claims) {
    if (claims.get("iss") instanceof String issuer) {
      return issuer;
    }
    throw NotProven.because("the token names no issuer");
  }

  /**
   * The resources that a token is made for.
   *
   * @throws Refused when it is made for none of this gateway
   */
  Audience audience(Map<String, Object> claims) {
    var audience = Audience.of(claims.get("aud"), settings.audience());
    if (audience.isForNobodyHere()) {
      throw NotProven.because(
          "the token is not made for this gateway: aud lacks " + settings.audience());
    }
    return audience;
  }

  /**
   * Checks the times, and that a bearer may use the token.
   *
   * @return until when the token counts, in milliseconds since 1970, clock skew included
   * @throws Refused when one of them does not hold
   */
  long check(Map<String, Object> claims, long nowMillis) {
    if (claims.containsKey("cnf")) {
      throw NotProven.because("the token is bound to a key (cnf), which a bearer does not prove");
    }
    var skew = settings.clockSkew().toMillis();
    var until = millis("exp", claims.get("exp")) + skew;
    if (nowMillis >= until) {
      throw NotProven.because("the token has expired");
    }
    if (claims.get("nbf") != null && millis("nbf", claims.get("nbf")) - skew > nowMillis) {
      throw NotProven.because("the token does not count yet (nbf)");
    }
    if (claims.get("iat") != null && millis("iat", claims.get("iat")) - skew > nowMillis) {
      throw NotProven.because("the token was issued in the future (iat)");
    }
    return until;
  }

  /**
   * Checks the scopes of a token that is genuine.
   *
   * @throws Refused with InsufficientScope, naming all that are needed
   */
  void checkScopes(Map<String, Object> claims) {
    if (!scopes(claims).containsAll(settings.requiredScopes())) {
      throw new Refused(new Refusal.InsufficientScope(settings.requiredScopes()));
    }
  }

  private static Set<String> scopes(Map<String, Object> claims) {
    var claim = claims.containsKey("scope") ? claims.get("scope") : claims.get("scp");
    return Set.copyOf(CallerClaims.words(claim));
  }

  private static long millis(String claim, @Nullable Object seconds) {
    if (seconds instanceof Number number
        && number.doubleValue() >= 0
        && number.doubleValue() <= LAST_SECOND) {
      return (long) (number.doubleValue() * 1000);
    }
    throw NotProven.because("the token's " + claim + " is missing or not a time");
  }
}
