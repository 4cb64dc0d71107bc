package dev.gatehouse.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events as bytes. Line breaks in the data begin a new {@code data:} line, so that no
 * payload can forge a field; a reader gets them back as LF. In JSON they are mere blanks.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">WHATWG</a>
 */
public final class SseWriter {
  private static final byte[] DATA = {'d', 'a', 't', 'a', ':', ' '};
  private static final byte[] COMMENT = {':', '\n', '\n'};

  private SseWriter() {}

  /**
   * One event.
   *
   * @param data any bytes, may be empty
   * @param id the event's id, null for none
   * @throws IllegalArgumentException when the id holds CR, LF or NUL
   */
  public static byte[] event(byte[] data, @Nullable String id) {
    var event = new ByteArrayOutputStream(data.length + 32);
    if (id != null) {
      if (id.indexOf('\n') >= 0 || id.indexOf('\r') >= 0 || id.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("an event id cannot hold CR, LF or NUL");
      }
      event.writeBytes(("id: " + id + "\n").getBytes(StandardCharsets.UTF_8));
    }
    var from = 0;
    for (var at = 0; at < data.length; at++) {
      if (data[at] == '\n' || data[at] == '\r') {
        line(event, data, from, at);
        if (data[at] == '\r' && at + 1 < data.length && data[at + 1] == '\n') {
          at++;
        }
        from = at + 1;
      }
    }
    line(event, data, from, data.length);
    event.write('\n');
    return event.toByteArray();
  }

  /** A comment, which keeps a silent stream alive. */
  public static byte[] comment() {
    return COMMENT.clone();
  }

  /** How long a client shall wait before it connects again, in milliseconds, at least 0. */
  public static byte[] retry(long millis) {
    if (millis < 0) {
      throw new IllegalArgumentException("retry is " + millis + " ms; it must be at least 0");
    }
    return ("retry: " + millis + "\n\n").getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * An event without data, which readers do not tell: where to read on, and after how long.
   *
   * @param id as for {@link #event}
   * @param retryMillis in milliseconds, 0 to leave it out
   * @throws IllegalArgumentException when the id holds CR, LF or NUL, or the time is negative
   */
  public static byte[] mark(String id, long retryMillis) {
    if (retryMillis < 0) {
      throw new IllegalArgumentException("retry is " + retryMillis + " ms; it must be at least 0");
    }
    var event = event(new byte[0], id);
    var retry = retryMillis == 0 ? "" : "retry: " + retryMillis + "\n";
    var mark = new ByteArrayOutputStream(event.length + retry.length());
    mark.writeBytes(retry.getBytes(StandardCharsets.US_ASCII));
    mark.writeBytes(event);
    return mark.toByteArray();
  }

  private static void line(ByteArrayOutputStream event, byte[] data, int from, int to) {
    event.writeBytes(DATA);
    event.write(data, from, to - from);
    event.write('\n');
  }
}
