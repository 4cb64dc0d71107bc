package dev.gatehouse.core.leaks;

import static dev.gatehouse.core.leaks.Alphabet.BASE64_ANY;
import static dev.gatehouse.core.leaks.Alphabet.TOKEN68;

import dev.gatehouse.core.leaks.Format.Matching;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Credentials as they stand in HTTP headers and in the files of clients. */
final class HeaderFormats {
  private static final int LONGEST_BASIC = 512;

  static final List<Format> ALL =
      List.of(
          new Format(
              "bearer-token",
              List.of("bearer "),
              Matching.ANY_CASE,
              Format.follows(TOKEN68, 20),
              HeaderFormats::bearer),
          new Format(
              "basic-credentials",
              List.of("basic "),
              Matching.ANY_CASE,
              Format.follows(BASE64_ANY, 8),
              (text, at, end) -> text.startsWord(at) ? basic(text, end) : Stretch.NONE),
          Keyed.format("registry-token", HeaderFormats::opaque, "_authToken"),
          Keyed.format("basic-credentials", HeaderFormats::basic, "auth\"", "auth\\\"", "_auth"),
          Keyed.format("session-cookie", HeaderFormats::cookie, "Set-Cookie", "cookie"));

  private HeaderFormats() {}

  /**
   * Twenty or more characters with digits.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-2.1">RFC 6750</a>
   */
  private static long bearer(Reading text, int at, int end) {
    return text.startsWord(at) ? opaque(text, end) : Stretch.NONE;
  }

  private static long opaque(Reading text, int from) {
    var to = text.runEnd(TOKEN68, from);
    if (to - from < 20 || !Placeholder.hasDigits(text, from, to, 1)) {
      return Stretch.NONE;
    }
    if (Placeholder.isToken(text, from, to)) {
      return Stretch.NONE;
    }
    while (text.at(to) == '=') {
      to++;
    }
    return Stretch.of(from, to);
  }

  /** Base64 of printable text with a colon in it, and a password behind the colon. */
  private static long basic(Reading text, int from) {
    var to = text.runEnd(BASE64_ANY, from);
    if (to - from < 8 || to - from > LONGEST_BASIC) {
      return Stretch.NONE;
    }
    var encoded = new String(text.bytes(), from, to - from, StandardCharsets.US_ASCII);
    text.count(to - from);
    try {
      var decoded = Base64.getDecoder().decode(encoded);
      var colon = indexOfColon(decoded);
      if (colon < 0) {
        return Stretch.NONE;
      }
      var password = new Reading(decoded, colon + 1, decoded.length);
      if (Placeholder.isPassword(password, colon + 1, decoded.length)) {
        return Stretch.NONE;
      }
    } catch (IllegalArgumentException e) {
      return Stretch.NONE;
    }
    while (text.at(to) == '=') {
      to++;
    }
    return Stretch.of(from, to);
  }

  private static int indexOfColon(byte[] decoded) {
    var colon = -1;
    for (var i = decoded.length - 1; i >= 0; i--) {
      if (decoded[i] < 32 || decoded[i] == 127) {
        return -1;
      }
      colon = decoded[i] == ':' ? i : colon;
    }
    return colon;
  }

  /** The value of the first cookie when it looks like an identifier of a session. */
  private static long cookie(Reading text, int from) {
    var name = text.runEnd(Alphabet.TILDED, from);
    if (text.at(name) != '=' || name - from > 64 || name == from) {
      return Stretch.NONE;
    }
    var to = text.runEnd(Alphabet.TOKEN68, name + 1);
    return to - name < 17
            || !Placeholder.hasDigits(text, name + 1, to, 1)
            || Placeholder.isToken(text, name + 1, to)
        ? Stretch.NONE
        : Stretch.of(name + 1, to);
  }
}
