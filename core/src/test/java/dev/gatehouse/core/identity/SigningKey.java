package dev.gatehouse.core.identity;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** A key pair of an issuer in tests; signs with the JDK, so that any header can be put before. */
record SigningKey(String algorithm, String jca, KeyPair pair, JWK jwk) {
  static SigningKey rsa(String id) {
    return rsa(id, 2048);
  }

  static SigningKey rsa(String id, int bits) {
    var pair = pair("RSA", generator -> generator.initialize(bits));
    var jwk = new RSAKey.Builder((RSAPublicKey) pair.getPublic()).keyID(id).build();
    return new SigningKey("RS256", "SHA256withRSA", pair, jwk);
  }

  static SigningKey ec(String id) {
    var pair = pair("EC", generator -> generator.initialize(new ECGenParameterSpec("secp256r1")));
    var jwk = new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic()).keyID(id).build();
    return new SigningKey("ES256", "SHA256withECDSAinP1363Format", pair, jwk);
  }

  static SigningKey edwards(String id) {
    var pair = pair("Ed25519", _ -> {});
    var encoded = pair.getPublic().getEncoded();
    var point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    var jwk = new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point)).keyID(id).build();
    return new SigningKey("EdDSA", "Ed25519", pair, jwk);
  }

  String id() {
    return jwk.getKeyID();
  }

  Map<String, Object> header() {
    var header = new LinkedHashMap<String, Object>();
    header.put("alg", algorithm);
    header.put("kid", id());
    header.put("typ", "at+jwt");
    return header;
  }

  String token(Map<String, Object> header, Map<String, Object> claims) {
    return token(header, JsonObject.write(claims));
  }

  String token(Map<String, Object> header, byte[] claims) {
    var signed = base64(JsonObject.write(header)) + "." + base64(claims);
    return signed + "." + base64(sign(signed));
  }

  byte[] sign(String text) {
    try {
      var signature = Signature.getInstance(jca);
      signature.initSign(pair.getPrivate());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private interface Setting {
    void apply(KeyPairGenerator generator) throws GeneralSecurityException;
  }

  private static KeyPair pair(String algorithm, Setting setting) {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm);
      setting.apply(generator);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
