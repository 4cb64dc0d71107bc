package dev.gatehouse.server.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoding as it must be: whole triplets of valid UTF-8 without NUL. */
final class Percent {
  private Percent() {}

  /**
   * @throws Declined with 400 when the text is not percent-encoded UTF-8
   */
  static String decode(String raw) {
    var bytes = new ByteArrayOutputStream(raw.length());
    for (var index = 0; index < raw.length(); index++) {
      var next = raw.charAt(index);
      if (next == '%') {
        bytes.write(octet(raw, index + 1));
        index += 2;
      } else {
        bytes.writeBytes(String.valueOf(next).getBytes(StandardCharsets.UTF_8));
      }
    }
    return text(bytes.toByteArray());
  }

  private static int octet(String raw, int start) {
    var high = start + 1 < raw.length() ? Character.digit(raw.charAt(start), 16) : -1;
    var low = start + 1 < raw.length() ? Character.digit(raw.charAt(start + 1), 16) : -1;
    if (high < 0 || low < 0 || (high == 0 && low == 0)) {
      throw malformed();
    }
    return high * 16 + low;
  }

  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw malformed();
    }
  }

  private static Declined malformed() {
    return new Declined(
        Problem.badRequest(
            "the URL is not percent-encoded UTF-8",
            "encode each part of the path and query; a name like com.example/crm becomes"
                + " com.example%2Fcrm"));
  }
}
