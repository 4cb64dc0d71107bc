package dev.gatehouse.core.identity;

import com.nimbusds.jose.jwk.JWK;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The public keys of an issuer as of one fetch. Immutable. */
final class KeySet {
  private static final int MOST = 100;

  private final List<VerificationKey> keys;

  private KeySet(List<VerificationKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * Reads a JWKS document. Keys that are not for signatures, too small, symmetric or of unknown
   * kind are left out.
   *
   * @throws JsonObject.NotOne when it is not a JWKS of at most 100 keys
   * @see <a href="https://www.rfc-editor.org/rfc/rfc7517#section-5">JWK set</a>
   */
  static KeySet read(byte[] document) throws JsonObject.NotOne {
    if (!(JsonObject.read(document).get("keys") instanceof List<?> listed)
        || listed.size() > MOST) {
      throw new JsonObject.NotOne();
    }
    var keys = new ArrayList<VerificationKey>();
    for (var each : listed) {
      if (each instanceof Map<?, ?> map) {
        key(map).ifPresent(keys::add);
      }
    }
    return new KeySet(keys);
  }

  /**
   * The keys that a token may have been signed with.
   *
   * @param keyId the token's; null fits every key
   */
  List<VerificationKey> candidates(String algorithm, @Nullable String keyId) {
    return keys.stream()
        .filter(key -> key.fits(algorithm))
        .filter(key -> keyId == null || keyId.equals(key.id()))
        .toList();
  }

  int size() {
    return keys.size();
  }

  /** Whether every key of an older set is still here under its id. */
  boolean keepsAllOf(KeySet older) {
    return names(this).containsAll(names(older));
  }

  private static Set<String> names(KeySet set) {
    return set.keys.stream()
        .map(key -> key.id() + " " + key.thumbprint())
        .collect(Collectors.toSet());
  }

  @SuppressWarnings("unchecked") // names of a JSON object are texts
  private static Optional<VerificationKey> key(Map<?, ?> json) {
    try {
      return VerificationKey.of(JWK.parse((Map<String, Object>) json));
    } catch (ParseException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
