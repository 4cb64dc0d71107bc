package dev.gatehouse.server.http;

import dev.gatehouse.transport.ControlPlane.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The content coding {@code gzip}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-accept-encoding">Accept-Encoding</a>
 */
final class Gzip {
  static final String CODING = "gzip";

  private static final int LEAST_BYTES = 1_024;
  private static final int MOST_BYTES = 32 * 1_024 * 1_024;
  private static final int MOST_CODINGS = 32;

  private Gzip() {}

  /** Whether it is worth its time: not for the smallest, and not without end. */
  static boolean fits(byte[] body) {
    return body.length >= LEAST_BYTES && body.length <= MOST_BYTES;
  }

  /**
   * Whether a client takes it. What the client says of {@code gzip} itself goes before what it says
   * of {@code *}; what it does not say is no.
   *
   * @param acceptEncoding the header, null when there is none
   */
  static boolean isTaken(@Nullable String acceptEncoding) {
    if (acceptEncoding == null) {
      return false;
    }
    var ofAny = false;
    for (var coding : acceptEncoding.split(",", MOST_CODINGS)) {
      var parts = coding.split(";", 2);
      var name = parts[0].strip().toLowerCase(Locale.ROOT);
      var isWanted = parts.length == 1 || hasWeight(parts[1]);
      if (name.equals(CODING) || name.equals("x-gzip")) {
        return isWanted;
      }
      ofAny |= name.equals("*") && isWanted;
    }
    return ofAny;
  }

  /** Whether a {@code q=} is more than nothing; one that cannot be read is nothing. */
  private static boolean hasWeight(String parameter) {
    var text = parameter.strip().toLowerCase(Locale.ROOT).replace(" ", "");
    return text.matches("q=(1(\\.0{0,3})?|0\\.[0-9]{1,3})") && !text.matches("q=0\\.0+");
  }

  /** The same answer in this coding. */
  static Answer packed(Answer answer) {
    var packed = new ByteArrayOutputStream(answer.body().length / 4);
    try (var stream = new GZIPOutputStream(packed)) {
      stream.write(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    }
    return new Answer(
        answer.status(), answer.contentType(), packed.toByteArray(), answer.headers());
  }
}
