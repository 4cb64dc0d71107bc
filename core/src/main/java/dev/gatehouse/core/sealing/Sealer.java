package dev.gatehouse.core.sealing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what clients carry for the gateway (cursors, request states) with AES-256-GCM, bound to a
 * purpose and to the caller, so that it opens only for the one it was given to. Thread-safe.
 *
 * <p>Layout before base64url: one byte naming the key, 12 bytes of nonce, the sealed content with
 * its tag. Keys are tried by their name, so a new key can come in while old seals still open.
 */
public final class Sealer {
  /** Bytes of a key. */
  public static final int KEY_BYTES = 32;

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int MOST_CHARACTERS = 1 << 20;

  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec key;
  private final byte keyName;

  /**
   * @param key 32 random bytes
   * @throws IllegalArgumentException when the key has another size
   */
  public Sealer(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("a sealing key has 32 bytes, this one " + key.length);
    }
    this.key = new SecretKeySpec(key, "AES");
    this.keyName = (byte) Arrays.hashCode(key);
  }

  /**
   * Seals the content.
   *
   * @param purpose what the state is for; it opens for the same purpose only
   * @param boundTo the caller and whatever else must be the same when it comes back
   */
  public String seal(String purpose, String boundTo, byte[] content) {
    var nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      var cipher = cipher(Cipher.ENCRYPT_MODE, nonce, 0);
      cipher.updateAAD(context(purpose, boundTo));
      var sealed = new byte[1 + NONCE_BYTES + cipher.getOutputSize(content.length)];
      sealed[0] = keyName;
      System.arraycopy(nonce, 0, sealed, 1, NONCE_BYTES);
      cipher.doFinal(content, 0, content.length, sealed, 1 + NONCE_BYTES);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /** What was sealed, or empty when this is not our seal, for this purpose and this bond. */
  public Optional<byte[]> open(String purpose, String boundTo, String sealed) {
    if (sealed.length() > MOST_CHARACTERS) {
      return Optional.empty();
    }
    try {
      var bytes = Base64.getUrlDecoder().decode(sealed);
      if (bytes.length <= 1 + NONCE_BYTES || bytes[0] != keyName || !isCanonical(sealed, bytes)) {
        return Optional.empty();
      }
      var cipher = cipher(Cipher.DECRYPT_MODE, bytes, 1);
      cipher.updateAAD(context(purpose, boundTo));
      return Optional.of(cipher.doFinal(bytes, 1 + NONCE_BYTES, bytes.length - 1 - NONCE_BYTES));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  /** Base64 leaves spare bits at its end; a seal with any of them set is not the one we gave. */
  private static boolean isCanonical(String sealed, byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(sealed);
  }

  private Cipher cipher(int mode, byte[] nonceSource, int from) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonceSource, from, NONCE_BYTES));
    return cipher;
  }

  private static byte[] context(String purpose, String boundTo) {
    return (purpose.length() + ":" + purpose + boundTo).getBytes(StandardCharsets.UTF_8);
  }
}
