package dev.gatehouse.core.identity;

import com.nimbusds.jose.JOSEException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;

/**
 * Checks Ed25519 signatures with the JDK; Nimbus would need a further library for it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8032#section-5.1.2">encoding of the point</a>
 */
record Ed25519Check(PublicKey key) implements VerificationKey.SignatureCheck {
  private static final int BYTES = 32;

  /**
   * Takes the key as it stands in a JWK: y in little endian, the sign of x in the highest bit.
   *
   * @throws JOSEException when it is no point of the curve
   */
  static Ed25519Check of(byte[] encoded) throws JOSEException {
    if (encoded.length != BYTES) {
      throw new JOSEException("an Ed25519 key has 32 bytes");
    }
    var bigEndian = new byte[BYTES];
    for (var i = 0; i < BYTES; i++) {
      bigEndian[i] = encoded[BYTES - 1 - i];
    }
    var isXOdd = (bigEndian[0] & 0x80) != 0;
    bigEndian[0] &= 0x7f;
    try {
      var point = new EdECPoint(isXOdd, new BigInteger(1, bigEndian));
      var spec = new EdECPublicKeySpec(NamedParameterSpec.ED25519, point);
      return new Ed25519Check(KeyFactory.getInstance("Ed25519").generatePublic(spec));
    } catch (GeneralSecurityException e) {
      throw new JOSEException("not an Ed25519 key", e);
    }
  }

  @Override
  public boolean holds(String algorithm, byte[] signed, byte[] signature) {
    try {
      var check = Signature.getInstance("Ed25519");
      check.initVerify(key);
      check.update(signed);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
