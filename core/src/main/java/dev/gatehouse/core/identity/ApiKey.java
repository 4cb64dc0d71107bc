package dev.gatehouse.core.identity;

import dev.gatehouse.core.secrets.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The text of an API key: {@code gth_}, 30 random characters of base 62, and 6 characters of
 * checksum (CRC-32 of the random part in base 62), so that scanners for leaked secrets recognise a
 * key without asking anybody. Three random characters are shown to people; the other 27 hold 160
 * bits. The text exists once, when the key is made; Gatehouse keeps its SHA-256.
 */
public final class ApiKey {
  /** What every key begins with. */
  public static final String MARK = "gth_";

  /** Characters of every key. */
  static final int LENGTH = 40;

  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int RANDOM = 30;
  private static final int CHECKSUM = 6;
  private static final int SHOWN = 3;
  private static final int ID = 12;

  private ApiKey() {}

  /**
   * A new key.
   *
   * @param text shown to its owner once and kept nowhere
   * @param stored what is kept
   */
  public record Created(Secret text, StoredKey stored) {}

  /**
   * Makes a key.
   *
   * @param name what people call it, 1 to 100 characters
   * @param attributes further facts for conditions; strings, booleans, numbers, lists and maps
   * @param expires the first instant at which it no longer holds
   * @throws IllegalArgumentException when a part is out of its range, see {@link StoredKey}
   */
  public static Created create(
      String name,
      Set<String> roles,
      Map<String, Object> attributes,
      Instant created,
      Optional<Instant> expires,
      SecureRandom random) {
    var secret = randomText(random, RANDOM);
    var text = MARK + secret + checksum(secret);
    var stored =
        new StoredKey(
            randomText(random, ID),
            name,
            prefix(text),
            hash(text),
            roles,
            created,
            expires,
            Optional.empty(),
            attributes);
    return new Created(new Secret(text), stored);
  }

  /** Whether a text has the shape and the checksum of a key; says nothing about its validity. */
  public static boolean isWellFormed(String text) {
    if (text.length() != LENGTH || !text.startsWith(MARK)) {
      return false;
    }
    var secret = text.substring(MARK.length(), MARK.length() + RANDOM);
    return secret.chars().allMatch(c -> BASE62.indexOf(c) >= 0) && text.endsWith(checksum(secret));
  }

  /** The stored form of a key: SHA-256 of its text as 64 hexadecimal digits. */
  public static String hash(String text) {
    return Fingerprint.of(text).hex();
  }

  /** What may be shown of a key, for example {@code gth_7Qm…}. */
  static String prefix(String text) {
    return text.substring(0, MARK.length() + SHOWN) + "…";
  }

  private static String randomText(SecureRandom random, int length) {
    var text = new StringBuilder(length);
    random.ints(length, 0, BASE62.length()).forEach(i -> text.append(BASE62.charAt(i)));
    return text.toString();
  }

  private static String checksum(String secret) {
    var crc = new CRC32();
    crc.update(secret.getBytes(StandardCharsets.ISO_8859_1));
    var text = new char[CHECKSUM];
    var rest = crc.getValue();
    for (var i = CHECKSUM - 1; i >= 0; i--) {
      text[i] = BASE62.charAt((int) (rest % BASE62.length()));
      rest /= BASE62.length();
    }
    return new String(text);
  }
}
