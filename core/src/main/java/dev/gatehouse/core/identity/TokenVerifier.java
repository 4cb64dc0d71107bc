package dev.gatehouse.core.identity;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.waiting.Waiting;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Verifies JWTs under one version of the settings and remembers those that held until they expire.
 * Thread-safe. Dropped whole when the settings change, and its memory with it.
 *
 * <p>The cost of bad tokens is bounded: what can be seen without a signature is checked first, a
 * token with a bad signature is remembered for a while, and slow checks run on at most half of the
 * processors.
 */
final class TokenVerifier {
  private static final int MOST_ACCEPTED = 50_000;
  private static final int MOST_REJECTED = 10_000;
  private static final long REJECTED_MILLIS = 10_000;
  private static final long PATIENCE_MILLIS = 2_000;

  private final Map<String, Issuer> issuers;
  private final Semaphore slowChecks =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  private final Cache<Fingerprint, Accepted> accepted =
      Caffeine.newBuilder().maximumSize(MOST_ACCEPTED).executor(Runnable::run).build();
  private final Cache<Fingerprint, Rejected> rejected =
      Caffeine.newBuilder().maximumSize(MOST_REJECTED).executor(Runnable::run).build();

  /** One issuer with what was made of its settings. */
  private record Issuer(
      IssuerSettings settings, IssuerKeys keys, ClaimChecks checks, CallerClaims claims) {
    boolean takes(String algorithm) {
      return settings.algorithms().stream().anyMatch(each -> each.name().equals(algorithm));
    }
  }

  private record Accepted(
      Caller caller, Audience audience, long until, IssuerKeys keys, int generation) {
    boolean holds(long now) {
      return now < until && keys.vouchFor(generation, now);
    }
  }

  private record Rejected(Refused refused, long since) {
    boolean holds(long now) {
      return now >= since && now - since < REJECTED_MILLIS;
    }
  }

  /**
   * @param keys the key cache of each issuer in the settings
   */
  TokenVerifier(IdentitySettings settings, Map<String, IssuerKeys> keys) {
    var issuers = new HashMap<String, Issuer>();
    for (var each : settings.issuers()) {
      issuers.put(
          each.issuer(),
          new Issuer(
              each,
              requireNonNull(keys.get(each.issuer())),
              new ClaimChecks(each),
              new CallerClaims(each)));
    }
    this.issuers = Map.copyOf(issuers);
  }

  /**
   * The caller that a token proves.
   *
   * @param header what the token stands in
   * @param start where it begins; it ends with the header
   * @param resource URL of the virtual server that is called
   * @throws Refused with Unauthenticated, InsufficientScope or NotDecided
   * @throws dev.gatehouse.core.waiting.MustWait when keys must be fetched or the check is slow, and
   *     this thread may not wait
   */
  Caller caller(String header, int start, String resource, long now, Waiting waiting) {
    var fingerprint = Fingerprint.of(header, start);
    var known = accepted.getIfPresent(fingerprint);
    if (known != null && known.holds(now)) {
      known.audience().demand(resource);
      return known.caller();
    }
    var bad = rejected.getIfPresent(fingerprint);
    if (bad != null && bad.holds(now)) {
      throw bad.refused();
    }
    var token = CompactToken.parse(header.substring(start));
    var verified = verified(fingerprint, token, issuer(token), now, waiting);
    verified.audience().demand(resource);
    return verified.caller();
  }

  private Issuer issuer(CompactToken token) {
    var name = ClaimChecks.issuer(token.claims());
    var issuer = issuers.get(name);
    if (issuer == null) {
      throw NotProven.because(
          "the token is from an issuer that is not in the settings: " + NotProven.shown(name));
    }
    if (!issuer.takes(token.algorithm())) {
      throw NotProven.because(
          "the token's algorithm is not taken: " + NotProven.shown(token.algorithm()));
    }
    return issuer;
  }

  private Accepted verified(
      Fingerprint fingerprint, CompactToken token, Issuer issuer, long now, Waiting waiting) {
    var audience = issuer.checks().audience(token.claims());
    var until = issuer.checks().check(token.claims(), now);
    var generation = issuer.keys().generation();
    if (!isSignedBy(key(issuer.keys(), token, waiting), token, waiting)) {
      var refused = NotProven.because("the token's signature does not hold");
      rejected.put(fingerprint, new Rejected(refused, now));
      throw refused;
    }
    issuer.checks().checkScopes(token.claims());
    var caller = issuer.claims().caller(token.claims());
    var verified = new Accepted(caller, audience, until, issuer.keys(), generation);
    accepted.put(fingerprint, verified);
    return verified;
  }

  /** The key that signed a token, asked for once more when nobody knows it. */
  private static VerificationKey key(IssuerKeys issuer, CompactToken token, Waiting waiting) {
    var keys = issuer.current(waiting);
    var key = key(keys, token);
    if (key == null) {
      key = key(issuer.beyond(keys, waiting), token);
    }
    if (key == null) {
      throw NotProven.because("the token's key is not among those of its issuer");
    }
    return key;
  }

  /** The one key that fits; null when there is none. */
  private static @Nullable VerificationKey key(KeySet keys, CompactToken token) {
    var candidates = keys.candidates(token.algorithm(), token.keyId());
    if (candidates.size() > 1) {
      throw NotProven.because("the token does not say which of its issuer's keys signed it");
    }
    return candidates.isEmpty() ? null : candidates.getFirst();
  }

  private boolean isSignedBy(VerificationKey key, CompactToken token, Waiting waiting) {
    if (key.isCheap()) {
      return key.check().holds(token.algorithm(), token.signed(), token.signature());
    }
    waiting.begins();
    try {
      if (!slowChecks.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        throw NotProven.undecided("too many signatures to check at once", 1_000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw NotProven.undecided("interrupted before a signature was checked", 1_000);
    }
    try {
      return key.check().holds(token.algorithm(), token.signed(), token.signature());
    } finally {
      slowChecks.release();
    }
  }
}
