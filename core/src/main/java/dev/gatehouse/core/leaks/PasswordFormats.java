package dev.gatehouse.core.leaks;

import dev.gatehouse.core.leaks.Format.Hint;
import dev.gatehouse.core.leaks.Format.Matching;
import java.util.List;

/**
 * Passwords inside URLs, connection strings and {@code .netrc} files; only the password is masked.
 */
final class PasswordFormats {
  private static final int LONGEST = 512;
  private static final int NEAR = 100;
  private static final int LONGEST_VALUE = 128;
  private static final List<String> NEIGHBOURS =
      List.of("server=", "data source=", "host=", "user id=", "uid=", "dbname=", "database=");
  private static final String ENDS_USER_INFO = " \t\r\n\"'<>/?#\\`,|";
  private static final String BEFORE_SETTING = " \t\r\n\"'`;|";
  private static final String ENDS_VALUE = " \t\r\n\"'<>;\\`,&";

  static final List<Format> ALL =
      List.of(
          new Format(
              "url-password",
              List.of("://"),
              Matching.EXACT,
              hasUserInfo(),
              (text, at, end) -> userInfo(text, at, end)),
          new Format(
              "connection-password",
              List.of("password=", "pwd=", "password =", "pwd ="),
              Matching.ANY_CASE,
              Format.always(),
              PasswordFormats::connection),
          new Format(
              "netrc-password",
              List.of("machine "),
              Matching.EXACT,
              namesHost(),
              PasswordFormats::netrc));

  private PasswordFormats() {}

  /** Looks for the {@code @}; at most as far as the verifier does. */
  private static Hint hasUserInfo() {
    return (raw, end, to) -> {
      var stop = Math.min(to, end + LONGEST);
      for (var i = end; i < stop; i++) {
        if (raw[i] == '@' || raw[i] == '\\') {
          return true;
        }
        if (ENDS_USER_INFO.indexOf(raw[i]) >= 0) {
          return false;
        }
      }
      return stop == to;
    };
  }

  /** Looks for the dot of a host name, or an escape. */
  private static Hint namesHost() {
    return (raw, end, to) -> {
      var stop = Math.min(to, end + 64);
      for (var i = end; i < stop; i++) {
        if (raw[i] == '.' || raw[i] == '\\') {
          return true;
        }
        if (raw[i] == ' ' && i > end && raw[i - 1] != ' ') {
          return false;
        }
      }
      return stop == end + 64;
    };
  }

  /**
   * Between the first colon and the last {@code @} of an authority.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1">RFC 3986</a>
   */
  private static long userInfo(Reading text, int at, int end) {
    var colon = -1;
    var sign = -1;
    var b = text.at(end);
    for (var i = end; b >= 0 && i < end + LONGEST && ENDS_USER_INFO.indexOf(b) < 0; i++) {
      colon = b == ':' && colon < 0 ? i : colon;
      sign = b == '@' ? i : sign;
      b = text.at(i + 1);
    }
    if (colon < 0 || sign < colon || !Alphabet.ALPHANUMERIC.has((byte) text.at(at - 1))) {
      return Stretch.NONE;
    }
    var from = colon + 1;
    return Placeholder.isPassword(text, from, sign) || repeatsUser(text, end, colon, sign)
        ? Stretch.NONE
        : Stretch.of(from, sign);
  }

  /** {@code postgres:postgres@} is what manuals write. */
  private static boolean repeatsUser(Reading text, int user, int colon, int sign) {
    if (colon - user != sign - colon - 1) {
      return false;
    }
    for (var i = user; i < colon; i++) {
      if (text.at(i) != text.at(colon + 1 + i - user)) {
        return false;
      }
    }
    return true;
  }

  /** A password among other settings of one connection string. */
  private static long connection(Reading text, int at, int end) {
    var before = text.at(at - 1);
    if (before >= 0 && BEFORE_SETTING.indexOf(before) < 0) {
      return Stretch.NONE;
    }
    var from = text.at(end) == ' ' || text.at(end) == '\'' || text.at(end) == '"' ? end + 1 : end;
    var to = from;
    while (to - from < LONGEST_VALUE && text.at(to) >= 0 && ENDS_VALUE.indexOf(text.at(to)) < 0) {
      to++;
    }
    return to - from >= 4 && !Placeholder.isPassword(text, from, to) && isConnection(text, at, to)
        ? Stretch.of(from, to)
        : Stretch.NONE;
  }

  private static boolean isConnection(Reading text, int at, int to) {
    return mentionsHost(text, at - NEAR, at) || mentionsHost(text, to, to + NEAR);
  }

  private static boolean mentionsHost(Reading text, int from, int to) {
    var start = Math.max(from, text.from());
    var stop = Math.min(to, text.to());
    text.count(Math.max(0, stop - start));
    for (var i = start; i < stop; i++) {
      var b = Ascii.lower(text.bytes()[i]);
      if ((b == 's' || b == 'd' || b == 'h' || b == 'u') && isNeighbour(text, i, stop)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNeighbour(Reading text, int at, int stop) {
    for (var word : NEIGHBOURS) {
      if (Ascii.matchesFolded(text.bytes(), at, stop, word)) {
        return true;
      }
    }
    return false;
  }

  /** {@code machine NAME login NAME password SECRET}, over one line or several. */
  private static long netrc(Reading text, int at, int end) {
    if (!text.startsWord(at)) {
      return Stretch.NONE;
    }
    var i = end;
    for (var word = 0; word < 6; word++) {
      var from = skipSpaces(text, i);
      i = skipWord(text, from);
      if (i == from) {
        return Stretch.NONE;
      }
      if (text.hasFolded(from, "password") && i - from == 8) {
        var value = skipSpaces(text, i);
        var to = skipWord(text, value);
        return Placeholder.isPassword(text, value, to) ? Stretch.NONE : Stretch.of(value, to);
      }
      if (word == 0 && !hasDot(text, from, i)) {
        return Stretch.NONE;
      }
      var isLogin = text.hasFolded(from, "login") && i - from == 5;
      if (word == 1 && !isLogin) {
        return Stretch.NONE;
      }
    }
    return Stretch.NONE;
  }

  private static boolean hasDot(Reading text, int from, int to) {
    for (var i = from; i < to; i++) {
      if (text.at(i) == '.') {
        return true;
      }
    }
    return false;
  }

  private static int skipSpaces(Reading text, int from) {
    var i = from;
    while (i - from < 32 && Ascii.isSpace(text.at(i))) {
      i++;
    }
    return i;
  }

  private static int skipWord(Reading text, int from) {
    var i = from;
    while (i - from < LONGEST && text.at(i) > ' ') {
      i++;
    }
    return i;
  }
}
