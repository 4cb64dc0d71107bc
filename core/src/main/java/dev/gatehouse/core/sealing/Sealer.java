package dev.gatehouse.core.sealing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what clients carry for the gateway (cursors, request states) with AES-256-GCM, bound to a
 * purpose and to the caller, so that it opens only for the one it was given to. Thread-safe.
 *
 * <p>Layout before base64url: one byte naming the key, 12 bytes of nonce, the sealed content with
 * its tag. Keys are tried by their name, so a new key can come in while old seals still open.
 *
 * <p>A <em>stable</em> seal of one content is the same whenever it is made: its nonce is a keyed
 * hash of purpose, bond and content, and its keys are none of those that seal with random nonces.
 */
public final class Sealer {
  /** Bytes of a key. */
  public static final int KEY_BYTES = 32;

  private static final String MAC = "HmacSHA256";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int MOST_CHARACTERS = 1 << 20;

  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec key;
  private final SecretKeySpec stableKey;
  private final SecretKeySpec nonceKey;
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
    this.stableKey = derived(key, "stable seals", "AES");
    this.nonceKey = derived(key, "nonces of stable seals", MAC);
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
    return seal(key, nonce, context(purpose, boundTo), content);
  }

  /**
   * Seals the content so that equal content gives an equal seal, as for ids. As {@link #seal}, but
   * for a purpose of its own.
   */
  public String sealStable(String purpose, String boundTo, byte[] content) {
    var context = context(purpose, boundTo);
    return seal(stableKey, nonce(context, content), context, content);
  }

  private String seal(SecretKeySpec with, byte[] nonce, byte[] context, byte[] content) {
    try {
      var cipher = cipher(Cipher.ENCRYPT_MODE, with, nonce, 0);
      cipher.updateAAD(context);
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
    return open(key, context(purpose, boundTo), sealed);
  }

  /** What was sealed by {@link #sealStable}; as {@link #open}. */
  public Optional<byte[]> openStable(String purpose, String boundTo, String sealed) {
    return open(stableKey, context(purpose, boundTo), sealed);
  }

  private Optional<byte[]> open(SecretKeySpec with, byte[] context, String sealed) {
    if (sealed.length() > MOST_CHARACTERS) {
      return Optional.empty();
    }
    try {
      var bytes = Base64.getUrlDecoder().decode(sealed);
      if (bytes.length <= 1 + NONCE_BYTES || bytes[0] != keyName || !isCanonical(sealed, bytes)) {
        return Optional.empty();
      }
      var cipher = cipher(Cipher.DECRYPT_MODE, with, bytes, 1);
      cipher.updateAAD(context);
      return Optional.of(cipher.doFinal(bytes, 1 + NONCE_BYTES, bytes.length - 1 - NONCE_BYTES));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private byte[] nonce(byte[] context, byte[] content) {
    var mac = mac(nonceKey);
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, context.length));
    mac.update(context);
    return Arrays.copyOf(mac.doFinal(content), NONCE_BYTES);
  }

  private static SecretKeySpec derived(byte[] key, String use, String algorithm) {
    var mac = mac(new SecretKeySpec(key, MAC));
    return new SecretKeySpec(
        mac.doFinal(("gatehouse: " + use).getBytes(StandardCharsets.UTF_8)), algorithm);
  }

  private static Mac mac(SecretKeySpec key) {
    try {
      var mac = Mac.getInstance(MAC);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }

  /** Base64 leaves spare bits at its end; a seal with any of them set is not the one we gave. */
  private static boolean isCanonical(String sealed, byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(sealed);
  }

  private static Cipher cipher(int mode, SecretKeySpec with, byte[] nonceSource, int from)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, with, new GCMParameterSpec(TAG_BITS, nonceSource, from, NONCE_BYTES));
    return cipher;
  }

  private static byte[] context(String purpose, String boundTo) {
    return (purpose.length() + ":" + purpose + boundTo).getBytes(StandardCharsets.UTF_8);
  }
}
