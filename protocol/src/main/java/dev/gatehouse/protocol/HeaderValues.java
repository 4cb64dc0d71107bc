package dev.gatehouse.protocol;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Values of {@code Mcp-Name} and {@code Mcp-Param-*}: plain where a header can hold the text, else
 * {@code =?base64?...?=} around its UTF-8.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/transports#header-encoding">encoding</a>
 */
public final class HeaderValues {
  private static final String OPENING = "=?base64?";
  private static final String CLOSING = "?=";

  private HeaderValues() {}

  /**
   * The text that a header carries; blanks around it do not count.
   *
   * @return empty when it can mean nothing: characters that a header cannot hold, or a sentinel
   *     around something other than canonical Base64 of UTF-8
   */
  public static Optional<String> decode(String raw) {
    var value = trim(raw);
    if (!isPlain(value)) {
      return Optional.empty();
    }
    return isSentinel(value) ? decodeSentinel(value) : Optional.of(value);
  }

  /**
   * The header that carries a text.
   *
   * @throws IllegalArgumentException when the text holds a lone surrogate, which UTF-8 cannot
   */
  public static String encode(String text) {
    if (isPlain(text) && !isSentinel(text) && trim(text).length() == text.length()) {
      return text;
    }
    try {
      var utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      var bytes = new byte[utf8.remaining()];
      utf8.get(bytes);
      return OPENING + Base64.getEncoder().encodeToString(bytes) + CLOSING;
    } catch (CharacterCodingException cause) {
      throw new IllegalArgumentException("a header cannot carry half of a surrogate pair", cause);
    }
  }

  private static Optional<String> decodeSentinel(String value) {
    var base64 = value.substring(OPENING.length(), value.length() - CLOSING.length());
    try {
      var bytes = Base64.getDecoder().decode(base64);
      // The decoder forgives missing padding and stray bits; two spellings of a name may not exist.
      if (!Base64.getEncoder().encodeToString(bytes).equals(base64)) {
        return Optional.empty();
      }
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return Optional.of(text.toString());
    } catch (IllegalArgumentException | CharacterCodingException _) {
      return Optional.empty();
    }
  }

  private static boolean isSentinel(String value) {
    return value.length() >= OPENING.length() + CLOSING.length()
        && value.startsWith(OPENING)
        && value.endsWith(CLOSING);
  }

  private static boolean isPlain(String value) {
    for (var i = 0; i < value.length(); i++) {
      var c = value.charAt(i);
      if (c != '\t' && (c < ' ' || c > '~')) {
        return false;
      }
    }
    return true;
  }

  /** Without HTTP's optional whitespace around it: blanks and tabs only. */
  static String trim(String value) {
    var from = 0;
    var to = value.length();
    while (from < to && isBlank(value.charAt(from))) {
      from++;
    }
    while (from < to && isBlank(value.charAt(to - 1))) {
      to--;
    }
    return value.substring(from, to);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
