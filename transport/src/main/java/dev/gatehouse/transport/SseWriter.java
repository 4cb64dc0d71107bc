package dev.gatehouse.transport;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Stands in for the protocol room's writer until it is there. */
final class SseWriter {
  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

  private SseWriter() {}

  static byte[] comment() {
    return COMMENT.clone();
  }

  static byte[] event(byte[] data, @Nullable String id) {
    var out = new ByteArrayOutputStream(data.length + 32);
    if (id != null) {
      out.writeBytes(("id: " + id + "\n").getBytes(StandardCharsets.UTF_8));
    }
    out.writeBytes(DATA);
    for (var next : data) {
      if (next == '\n') {
        out.write('\n');
        out.writeBytes(DATA);
      } else if (next != '\r') {
        out.write(next);
      }
    }
    out.write('\n');
    out.write('\n');
    return out.toByteArray();
  }
}
