package dev.gatehouse.core.leaks;

import static dev.gatehouse.core.leaks.Alphabet.ALPHANUMERIC;
import static dev.gatehouse.core.leaks.Alphabet.BASE64URL;
import static dev.gatehouse.core.leaks.Alphabet.BASE64_ANY;
import static dev.gatehouse.core.leaks.Format.token;

import dev.gatehouse.core.leaks.Format.Hint;
import dev.gatehouse.core.leaks.Format.Matching;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Private keys in their containers, and signed tokens. */
final class KeyFormats {
  private static final int LONGEST_PEM_LABEL = 48;
  private static final int LONGEST_HEADER_LOOKED_AT = 400;

  static final List<Format> ALL =
      List.of(
          new Format(
              "private-key",
              List.of("-----BEGIN ", "---- BEGIN SSH2 "),
              Matching.EXACT,
              Format.always(),
              KeyFormats::pem),
          new Format(
              "private-key",
              List.of("PuTTY-User-Key-File-"),
              Matching.EXACT,
              Format.always(),
              KeyFormats::putty),
          token("age-key", ALPHANUMERIC, 58, 58, "AGE-SECRET-KEY-1"),
          new Format(
              "json-web-token", List.of("eyJ"), Matching.EXACT, headerEndsNear(), KeyFormats::jwt),
          Keyed.format("wireguard-key", KeyFormats::wireguard, "PrivateKey", "PresharedKey"));

  private KeyFormats() {}

  /**
   * From the begin line of a private key to its end line; without one, as far as a key could reach.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>
   */
  private static long pem(Reading text, int at, int end) {
    var label = end;
    var isPrivate = false;
    while (label - end < LONGEST_PEM_LABEL && text.at(label) != '-') {
      if (text.at(label) < 0) {
        return Stretch.NONE;
      }
      isPrivate |= text.at(label) == 'P' && text.hasFolded(label, "private key");
      label++;
    }
    if (!isPrivate || text.at(label) != '-') {
      return Stretch.NONE;
    }
    var run = text.runEnd(Alphabet.PEM, at);
    var endLine = text.pemEnd(label);
    if (endLine >= run) {
      return run - label < 40 ? Stretch.NONE : Stretch.of(at, run);
    }
    var to = endLine + "-----END ".length();
    while (to < run && text.at(to) != '-') {
      to++;
    }
    while (to < run && text.at(to) == '-') {
      to++;
    }
    var tooShort = endLine - label < 40;
    return tooShort ? Stretch.NONE : Stretch.of(at, to);
  }

  /** To the end of its message authentication line, or of the text. */
  private static long putty(Reading text, int at, int end) {
    var run = text.runEnd(Alphabet.PEM, end);
    var isWhole = Ascii.isDigit(text.at(end)) && run - end > 100;
    return isWhole ? Stretch.of(at, run) : Stretch.NONE;
  }

  /** Looks for the dot behind the header, from where no word goes on. */
  private static Hint headerEndsNear() {
    return (raw, end, to) -> {
      var before = end - 4;
      if (before > 0 && BASE64URL.has(raw[before]) && raw[before - 1] != '\\') {
        return false;
      }
      var stop = Math.min(to, end + LONGEST_HEADER_LOOKED_AT);
      for (var i = end; i < stop; i++) {
        if (!BASE64URL.has(raw[i])) {
          return raw[i] == '.' || raw[i] == '\\';
        }
      }
      return stop == to;
    };
  }

  /**
   * Three parts of base64url: a header that says {@code alg}, a body, a signature; or five parts of
   * an encrypted token. Without a signature it proves nothing and is no secret.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc7519">RFC 7519</a>
   */
  private static long jwt(Reading text, int at, int end) {
    if (at > text.from() && BASE64URL.has(text.bytes()[at - 1])) {
      return Stretch.NONE;
    }
    var header = text.runEnd(BASE64URL, end);
    if (text.at(header) != '.' || header - at > LONGEST_HEADER_LOOKED_AT || header - at < 12) {
      return Stretch.NONE;
    }
    var body = text.runEnd(BASE64URL, header + 1);
    if (text.at(body) != '.') {
      return Stretch.NONE;
    }
    var to = text.runEnd(BASE64URL, body + 1);
    if (to - body < 17 || !saysAlg(text, at, header) || isWellKnown(text, header + 1, body)) {
      return Stretch.NONE;
    }
    for (var part = 0; part < 2 && text.at(to) == '.'; part++) {
      to = text.runEnd(BASE64URL, to + 1);
    }
    return Stretch.of(at, text.at(to - 1) == '.' ? to - 1 : to);
  }

  private static boolean saysAlg(Reading text, int from, int to) {
    text.count(to - from);
    var encoded = new String(text.bytes(), from, to - from, StandardCharsets.US_ASCII);
    try {
      var decoded = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.ISO_8859_1);
      return decoded.contains("\"alg\"");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The body of the token that every tutorial shows: subject 1234567890, named John Doe. */
  private static boolean isWellKnown(Reading text, int from, int to) {
    return Ascii.matches(
        text.bytes(), from, to, Ascii.bytes("eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lI"));
  }

  private static long wireguard(Reading text, int from) {
    var to = text.runEnd(BASE64_ANY, from);
    return to - from == 43 && text.at(to) == '=' && !Placeholder.isToken(text, from, to)
        ? Stretch.of(from, to + 1)
        : Stretch.NONE;
  }
}
