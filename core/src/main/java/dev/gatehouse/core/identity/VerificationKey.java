package dev.gatehouse.core.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One public key of an issuer with the algorithms that its kind allows, so that no token can choose
 * to have an RSA key taken for something else.
 *
 * @param id the {@code kid}
 * @param thumbprint what the key is, whatever its id
 * @param algorithms canonical names; those of the key's type, curve and {@code alg}
 * @param isCheap whether a check takes some 30 µs and may run on an event loop
 */
record VerificationKey(
    @Nullable String id,
    String thumbprint,
    Set<String> algorithms,
    boolean isCheap,
    SignatureCheck check) {
  private static final int LEAST_RSA_BITS = 2048;
  private static final int MOST_RSA_BITS = 8192;
  private static final int CHEAP_RSA_BITS = 4096;

  /** Says whether a signature is the key's own. Thread-safe. */
  interface SignatureCheck {
    boolean holds(String algorithm, byte[] signed, byte[] signature);
  }

  /** The key, empty when it is not for signatures or of no kind that is taken. */
  static Optional<VerificationKey> of(JWK jwk) {
    if (!isForSignatures(jwk)) {
      return Optional.empty();
    }
    try {
      return switch (jwk) {
        case RSAKey rsa -> rsa(rsa);
        case ECKey ec -> ec(ec);
        case OctetKeyPair pair -> edwards(pair);
        default -> Optional.empty();
      };
    } catch (JOSEException e) {
      return Optional.empty();
    }
  }

  boolean fits(String algorithm) {
    return algorithms.contains(algorithm);
  }

  private static boolean isForSignatures(JWK jwk) {
    var operations = jwk.getKeyOperations();
    return (jwk.getKeyUse() == null || KeyUse.SIGNATURE.equals(jwk.getKeyUse()))
        && (operations == null || operations.contains(KeyOperation.VERIFY));
  }

  private static Optional<VerificationKey> rsa(RSAKey key) throws JOSEException {
    if (key.size() < LEAST_RSA_BITS || key.size() > MOST_RSA_BITS) {
      return Optional.empty();
    }
    var names = Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
    var verifier = new RSASSAVerifier(key.toRSAPublicKey());
    return Optional.of(key(key, names, key.size() <= CHEAP_RSA_BITS, nimbus(verifier)));
  }

  private static Optional<VerificationKey> ec(ECKey key) throws JOSEException {
    var name =
        Curve.P_256.equals(key.getCurve())
            ? "ES256"
            : Curve.P_384.equals(key.getCurve())
                ? "ES384"
                : Curve.P_521.equals(key.getCurve()) ? "ES512" : "";
    if (name.isEmpty()) {
      return Optional.empty();
    }
    var verifier = new ECDSAVerifier(key.toECPublicKey());
    return Optional.of(key(key, Set.of(name), false, nimbus(verifier)));
  }

  private static Optional<VerificationKey> edwards(OctetKeyPair pair) throws JOSEException {
    if (!Curve.Ed25519.equals(pair.getCurve())) {
      return Optional.empty();
    }
    return Optional.of(key(pair, Set.of("EdDSA"), false, Ed25519Check.of(pair.getDecodedX())));
  }

  private static VerificationKey key(
      JWK jwk, Set<String> ofItsType, boolean isCheap, SignatureCheck check) throws JOSEException {
    var declared = jwk.getAlgorithm();
    var algorithms = ofItsType;
    if (declared != null) {
      var only = SignatureAlgorithm.canonical(declared.getName());
      algorithms = ofItsType.contains(only) ? Set.of(only) : Set.of();
    }
    return new VerificationKey(
        jwk.getKeyID(), jwk.computeThumbprint().toString(), algorithms, isCheap, check);
  }

  private static SignatureCheck nimbus(JWSVerifier verifier) {
    return (algorithm, signed, signature) -> {
      try {
        var header = new JWSHeader(JWSAlgorithm.parse(algorithm));
        return verifier.verify(header, signed, Base64URL.encode(signature));
      } catch (JOSEException e) {
        return false;
      }
    };
  }
}
