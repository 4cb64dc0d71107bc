package dev.gatehouse.server.exports;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Short names for clients that take no slash: 1 to 64 of {@code a-z 0-9 . _ -}, beginning with a
 * letter or digit. A slug follows from the name alone, so that it stays the same whatever else is
 * approved, and no two names have the same: {@code com.example/crm} is {@code com.example_crm}, and
 * a name that cannot be written so gets a digest, {@code com.example.crm__14f7…} for {@code
 * com.Example/crm}. The gateway's own servers keep the names that they have there, which have no
 * {@code _}.
 */
final class Slug {
  private static final Pattern PLAIN = Pattern.compile("[a-z0-9][a-z0-9.-]*/[a-z0-9][a-z0-9._-]*");
  private static final int LONGEST = 64;
  private static final int DIGEST_BYTES = 8;
  private static final int LONGEST_BEFORE_DIGEST = LONGEST - 2 - 2 * DIGEST_BYTES;

  private Slug() {}

  /** The slug of a name of the registry. */
  static String of(String name) {
    return name.length() <= LONGEST && PLAIN.matcher(name).matches()
        ? name.replace('/', '_')
        : digested(name);
  }

  /** The slug of a server that the gateway has itself, by its name in the registry. */
  static String ofOwn(String name) {
    return name.substring(name.indexOf('/') + 1);
  }

  private static String digested(String name) {
    var words =
        name.toLowerCase(Locale.ROOT)
            .replace('/', '.')
            .replaceAll("[^a-z0-9.-]", "-")
            .replaceAll("^[.-]+", "");
    var head = words.isEmpty() ? "server" : words;
    var cut =
        head.length() > LONGEST_BEFORE_DIGEST ? head.substring(0, LONGEST_BEFORE_DIGEST) : head;
    return cut + "__" + digest(name);
  }

  private static String digest(String name) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
