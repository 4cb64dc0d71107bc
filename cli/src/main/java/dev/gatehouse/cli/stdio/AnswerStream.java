package dev.gatehouse.cli.stdio;

import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.SseReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.function.Consumer;

/** What the body of an answer of the gateway holds. */
final class AnswerStream {
  /** The largest message that is taken over. */
  static final int MOST_BYTES = 16 << 20;

  private AnswerStream() {}

  static boolean isEvents(HttpResponse<?> response) {
    return is(response, "text/event-stream");
  }

  static boolean isJson(HttpResponse<?> response) {
    return is(response, "application/json");
  }

  private static boolean is(HttpResponse<?> response, String type) {
    var named = response.headers().firstValue("Content-Type").orElse("");
    return named.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(type);
  }

  /**
   * A whole body.
   *
   * @throws IOException also when it is larger than the bound
   */
  static byte[] whole(InputStream body) throws IOException {
    var bytes = body.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new IOException("the answer is larger than " + MOST_BYTES + " bytes");
    }
    return bytes;
  }

  /**
   * Reads events to the end of the stream.
   *
   * @param mark where the stream is; kept up to date
   * @param each hears the data of each message
   * @throws IOException when the stream breaks, or an event is too large; what was read counts
   */
  static void read(InputStream body, Mark mark, Consumer<byte[]> each) throws IOException {
    var reader = new SseReader(MOST_BYTES);
    var sink = new Events(each);
    var piece = new byte[16 << 10];
    try {
      for (var read = body.read(piece); read >= 0; read = body.read(piece)) {
        reader.feed(piece, 0, read, sink);
        mark.note(reader.lastEventId(), sink.retryMillis);
      }
    } catch (Malformed e) {
      throw new IOException("an event of the gateway is too large", e);
    }
  }

  /** Where a stream was when it ended. */
  static final class Mark {
    private String lastEventId = "";
    private long retryMillis = 1_000;

    private void note(String id, long retry) {
      if (!id.isEmpty()) {
        lastEventId = id;
      }
      if (retry >= 0) {
        retryMillis = Math.min(retry, 30_000);
      }
    }

    /** The last event that was read, empty for none. */
    String lastEventId() {
      return lastEventId;
    }

    /** How long to wait before going on, at most 30 s. */
    long retryMillis() {
      return retryMillis;
    }
  }

  private static final class Events implements SseReader.Sink {
    private final Consumer<byte[]> each;
    private long retryMillis = -1;

    private Events(Consumer<byte[]> each) {
      this.each = each;
    }

    @Override
    public void event(byte[] data, String id, String type) {
      if (type.equals("message") && data.length > 0) {
        each.accept(data);
      }
    }

    @Override
    public void retry(long millis) {
      retryMillis = millis;
    }
  }
}
