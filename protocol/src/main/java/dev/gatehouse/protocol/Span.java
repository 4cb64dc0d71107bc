package dev.gatehouse.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A range of bytes in a message: where a JSON value stands, quotes and brackets included.
 *
 * @param from first byte
 * @param to first byte behind the value
 */
public record Span(int from, int to) {
  /** No value: the field is absent. */
  public static final Span NONE = new Span(0, 0);

  public Span {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("a span cannot reach from " + from + " to " + to);
    }
  }

  /** Whether there is a value. */
  public boolean isPresent() {
    return to > from;
  }

  /** Number of bytes. */
  public int length() {
    return to - from;
  }

  /** The raw JSON text of the value, for example {@code "a\n"} with its quotes and its escape. */
  public String text(byte[] message) {
    return new String(message, from, to - from, StandardCharsets.UTF_8);
  }

  /** The bytes of the value. */
  public byte[] copy(byte[] message) {
    return Arrays.copyOfRange(message, from, to);
  }

  /**
   * What a JSON string means, without quotes and escapes. The message must have passed {@link
   * StrictJson} or {@link Envelope}.
   *
   * @throws IllegalArgumentException when the value is not a string
   */
  public String string(byte[] message) {
    if (to - from < 2 || message[from] != '"') {
      throw new IllegalArgumentException("the value at byte " + from + " is not a string");
    }
    return JsonStrings.decode(message, from + 1, to - 1);
  }
}
