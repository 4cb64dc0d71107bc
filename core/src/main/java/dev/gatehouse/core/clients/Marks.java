package dev.gatehouse.core.clients;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Marks secrets, so that the same one is known again in other places: HMAC-SHA-256 under a salt,
 * cut to 64 bits. What is short enough to be guessed gets no mark, since whoever has the salt could
 * try all guesses. Safe for use by many threads.
 */
public final class Marks {
  /** Fewer characters than this get no mark. */
  public static final int SHORTEST = 16;

  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 8;

  private final byte[] salt;

  /**
   * @param salt of the organisation, or of one scan
   * @throws IllegalArgumentException when it is empty
   */
  public Marks(byte[] salt) {
    if (salt.length == 0) {
      throw new IllegalArgumentException("a salt has at least one byte");
    }
    this.salt = salt.clone();
  }

  /** The mark of a secret, empty for one that is short. */
  String of(String secret) {
    if (secret.length() < SHORTEST) {
      return "";
    }
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(salt, ALGORITHM));
      var whole = mac.doFinal(secret.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(whole, 0, BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
