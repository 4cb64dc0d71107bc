package dev.gatehouse.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads server-sent events from bytes that arrive in any pieces. Data stay bytes: whether they are
 * UTF-8 is for {@link Envelope} to judge. An event that the stream breaks off is never told. One
 * reader per stream; not thread-safe.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">WHATWG</a>
 */
public final class SseReader {
  /** Hears what a stream says. */
  public interface Sink {
    /**
     * One event.
     *
     * @param data its data, lines joined by LF, owned by the hearer
     * @param id the last id that the stream named, empty for none
     * @param type {@code message} unless the event names another
     */
    void event(byte[] data, String id, String type);

    /** A sign of life. */
    default void comment() {}

    /** How long to wait before connecting again, in milliseconds. */
    default void retry(long millis) {}
  }

  private static final byte[] NOTHING = {};
  private static final byte[] LINE_FEED = {'\n'};
  private static final int MAX_RETRY_DIGITS = 15;
  private static final int FIELD_NAME_BYTES = 16;

  private final int maxEventBytes;
  private byte[] line = NOTHING;
  private int lineLength;
  private byte[] data = NOTHING;
  private int dataLength;
  private boolean hasData;
  private boolean isFirstLine = true;
  private boolean afterCarriageReturn;
  private String type = "";
  private String id = "";

  /**
   * A reader of a new stream.
   *
   * @param maxEventBytes most bytes of one event's data, 1 to 1 GiB; a line may be longer by the
   *     name of its field
   */
  public SseReader(int maxEventBytes) {
    if (maxEventBytes < 1 || maxEventBytes > 1 << 30) {
      throw new IllegalArgumentException(
          "maxEventBytes is " + maxEventBytes + "; allowed is 1 to " + (1 << 30));
    }
    this.maxEventBytes = maxEventBytes;
  }

  /** The last id that the stream named, also by an event without data; empty for none. */
  public String lastEventId() {
    return id;
  }

  /**
   * Reads one piece and tells each event that it completes.
   *
   * @throws Malformed when an event or a line exceeds its bound; the stream cannot be read further
   */
  public void feed(byte[] chunk, int from, int to, Sink sink) throws Malformed {
    var start = from;
    for (var at = from; at < to; at++) {
      var b = chunk[at];
      if (b == '\n' && afterCarriageReturn && at == start && lineLength == 0) {
        afterCarriageReturn = false;
        start = at + 1;
      } else if (b == '\n' || b == '\r') {
        endLine(chunk, start, at, sink);
        afterCarriageReturn = b == '\r';
        start = at + 1;
      } else {
        afterCarriageReturn = false;
      }
    }
    keep(chunk, start, to);
  }

  private void keep(byte[] chunk, int from, int to) throws Malformed {
    if (to > from) {
      line = append(line, lineLength, chunk, from, to, maxEventBytes + FIELD_NAME_BYTES);
      lineLength += to - from;
    }
  }

  private void endLine(byte[] chunk, int from, int to, Sink sink) throws Malformed {
    if (lineLength == 0) {
      readLine(chunk, from, to, sink);
    } else {
      keep(chunk, from, to);
      var length = lineLength;
      lineLength = 0;
      readLine(line, 0, length, sink);
      line = NOTHING;
    }
  }

  private void readLine(byte[] bytes, int lineFrom, int to, Sink sink) throws Malformed {
    var from = lineFrom + (isFirstLine ? byteOrderMark(bytes, lineFrom, to) : 0);
    isFirstLine = false;
    if (to - lineFrom > maxEventBytes + FIELD_NAME_BYTES) {
      throw tooLong(maxEventBytes);
    }
    if (from == to) {
      dispatch(sink);
      return;
    }
    if (bytes[from] == ':') {
      sink.comment();
      return;
    }
    var colon = from;
    while (colon < to && bytes[colon] != ':') {
      colon++;
    }
    var value = Math.min(colon + 1, to);
    if (value < to && bytes[value] == ' ') {
      value++;
    }
    readField(text(bytes, from, colon), bytes, value, to, sink);
  }

  private void readField(String name, byte[] bytes, int from, int to, Sink sink) throws Malformed {
    switch (name) {
      case "data" -> {
        if (hasData) {
          data = append(data, dataLength++, LINE_FEED, 0, 1, maxEventBytes);
        }
        data = append(data, dataLength, bytes, from, to, maxEventBytes);
        dataLength += to - from;
        hasData = true;
      }
      case "event" -> type = text(bytes, from, to);
      case "id" -> {
        var named = text(bytes, from, to);
        if (named.indexOf('\0') < 0) {
          id = named;
        }
      }
      case "retry" -> {
        var millis = text(bytes, from, to);
        if (millis.length() <= MAX_RETRY_DIGITS && millis.matches("[0-9]+")) {
          sink.retry(Long.parseLong(millis));
        }
      }
      default -> {
        // The specification wants unknown fields ignored.
      }
    }
  }

  private void dispatch(Sink sink) {
    var told = hasData ? Arrays.copyOf(data, dataLength) : NOTHING;
    var isEvent = hasData;
    var toldType = type.isEmpty() ? "message" : type;
    data = NOTHING;
    dataLength = 0;
    hasData = false;
    type = "";
    if (isEvent) {
      sink.event(told, id, toldType);
    }
  }

  private static byte[] append(byte[] buffer, int length, byte[] bytes, int from, int to, int max)
      throws Malformed {
    var needed = length + (to - from);
    if (needed > max) {
      throw tooLong(max);
    }
    var grown = buffer;
    if (needed > buffer.length) {
      grown = Arrays.copyOf(buffer, Math.min(max, Math.max(needed, 2 * buffer.length)));
    }
    System.arraycopy(bytes, from, grown, length, to - from);
    return grown;
  }

  private static Malformed tooLong(int max) {
    return new Malformed(
        Malformed.Kind.PARSE, "an event is longer than " + max + " bytes", 0, null);
  }

  private static int byteOrderMark(byte[] bytes, int from, int to) {
    var isMarked =
        to - from >= 3
            && bytes[from] == (byte) 0xef
            && bytes[from + 1] == (byte) 0xbb
            && bytes[from + 2] == (byte) 0xbf;
    return isMarked ? 3 : 0;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
