package dev.gatehouse.transport;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The end of what a process said on its standard error, without the secrets it was given.
 * Thread-safe.
 */
final class LastWords {
  private static final int KEPT = 4 << 10;
  private static final String MASK = "[secret]";

  private final List<String> secrets;
  private final byte[] ring;
  private long written;

  /**
   * @param secrets what must never be shown
   */
  LastWords(List<String> secrets) {
    this.secrets = List.copyOf(secrets);
    // A secret that is cut by the edge of what is kept must still be known as one.
    var longest =
        secrets.stream().mapToInt(s -> s.getBytes(StandardCharsets.UTF_8).length).max().orElse(0);
    this.ring = new byte[KEPT + longest];
  }

  synchronized void add(byte[] bytes, int length) {
    for (var i = 0; i < length; i++) {
      ring[(int) (written++ % ring.length)] = bytes[i];
    }
  }

  /** The last characters, printable, at most so many; empty when nothing was said. */
  synchronized String tail(int most) {
    var length = (int) Math.min(written, ring.length);
    var bytes = new byte[length];
    for (var i = 0; i < length; i++) {
      bytes[i] = ring[(int) ((written - length + i) % ring.length)];
    }
    var text = clean(new String(bytes, StandardCharsets.UTF_8));
    var kept = Math.min(most, KEPT);
    return text.length() > kept ? text.substring(text.length() - kept) : text;
  }

  /** The text without secrets and without control characters. */
  String clean(String text) {
    var scrubbed = text;
    for (var secret : secrets) {
      if (!secret.isEmpty()) {
        scrubbed = scrubbed.replace(secret, MASK);
      }
    }
    var shown = new StringBuilder(scrubbed.length());
    scrubbed.codePoints().forEach(point -> shown.appendCodePoint(isShown(point) ? point : ' '));
    return shown.toString().strip();
  }

  private static boolean isShown(int point) {
    return point >= ' '
        && !Character.isISOControl(point)
        && Character.getType(point) != Character.FORMAT;
  }
}
