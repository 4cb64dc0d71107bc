package dev.gatehouse.core.leaks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Masks secrets in single texts: for audit fields, log lines and messages that quote what a client
 * or server sent. Safe for use by many threads.
 */
public final class Redactor {
  private static final SecretScanner SCANNER = SecretScanner.all();

  private Redactor() {}

  /** The text with each secret replaced by what it is; the same object when there is none. */
  public static String redact(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    if (!SCANNER.mayFind(bytes, 0, bytes.length)) {
      return text;
    }
    var leaks = SCANNER.find(bytes, 0, bytes.length);
    if (leaks.isEmpty()) {
      return text;
    }
    var redacted = new ByteArrayOutputStream(bytes.length);
    var done = 0;
    for (var leak : leaks) {
      redacted.write(bytes, done, leak.from() - done);
      redacted.writeBytes(leak.mask());
      done = leak.to();
    }
    redacted.write(bytes, done, bytes.length - done);
    return redacted.toString(StandardCharsets.UTF_8);
  }
}
