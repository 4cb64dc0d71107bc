package dev.gatehouse.core.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * SHA-256 of a credential: the only form in which one is kept, whether as key of a cache or in the
 * store. Compared in constant time.
 */
final class Fingerprint {
  private final byte[] sha256;

  private Fingerprint(byte[] sha256) {
    this.sha256 = sha256;
  }

  /**
   * Hashes a credential. Characters outside Latin-1 hash like {@code ?}, which occurs in no key and
   * in no token, so that they never meet the fingerprint of a valid one.
   */
  static Fingerprint of(String credential) {
    return of(credential, 0);
  }

  /** Hashes what stands in a text from a place on, without a copy of the text. */
  static Fingerprint of(String text, int start) {
    var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    var digest = digest();
    digest.update(bytes, start, bytes.length - start);
    return new Fingerprint(digest.digest());
  }

  /**
   * Takes the stored form.
   *
   * @throws IllegalArgumentException when it is not 64 hexadecimal digits
   */
  static Fingerprint ofHex(String hex) {
    var bytes = HexFormat.of().parseHex(hex);
    if (bytes.length != 32) {
      throw new IllegalArgumentException(
          "a SHA-256 has 64 hexadecimal digits, not " + hex.length());
    }
    return new Fingerprint(bytes);
  }

  /** 64 hexadecimal digits in lower case. */
  String hex() {
    return HexFormat.of().formatHex(sha256);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fingerprint that && MessageDigest.isEqual(sha256, that.sha256);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sha256);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
