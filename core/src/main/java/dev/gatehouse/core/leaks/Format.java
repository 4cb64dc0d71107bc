package dev.gatehouse.core.leaks;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * One shape of secret: what it is called, the literals without which it cannot occur, and the
 * verifier that looks closer where one of them stands.
 *
 * @param name dashed lower case, unique; with spaces for dashes it is what findings say
 * @param literals at least 2 bytes each
 * @param matching how the literals are compared
 * @param hint a quick look at raw bytes after a literal, see {@link Hint}
 * @param verifier finds the exact stretch
 */
record Format(String name, List<String> literals, Matching matching, Hint hint, Verifier verifier) {
  /** How literals are compared with the text, and whether encoded forms of them are looked for. */
  enum Matching {
    EXACT,
    ANY_CASE,
    /** Exact, and too short to be looked for in base64 or hex. */
    EXACT_PLAIN_ONLY
  }

  /** Finds a secret around a literal. */
  @FunctionalInterface
  interface Verifier {
    /**
     * The secret's {@link Stretch}, or {@link Stretch#NONE}.
     *
     * @param at where the literal begins
     * @param end where it ends
     */
    long verify(Reading text, int at, int end);
  }

  /**
   * Whether a secret is possible here, judged from raw JSON in which escapes may hide anything:
   * must say yes whenever the verifier could on the decoded text. Looks at a bounded stretch only.
   */
  @FunctionalInterface
  interface Hint {
    boolean isPossible(byte[] raw, int end, int to);
  }

  Format {
    literals = List.copyOf(literals);
  }

  /**
   * A literal followed by {@code least} to {@code most} of one alphabet, and then something else.
   */
  static Format token(String name, Alphabet body, int least, int most, String... literals) {
    return token(name, body, least, most, 0, literals);
  }

  /** The same, with at least so many digits in it. */
  static Format token(
      String name, Alphabet body, int least, int most, int digits, String... literals) {
    Verifier verifier =
        (text, at, end) -> {
          if (!text.startsWord(at)) {
            return Stretch.NONE;
          }
          var to = text.runEnd(body, end);
          var length = to - end;
          return length < least
                  || length > most
                  || Placeholder.isToken(text, end, to)
                  || !Placeholder.hasDigits(text, end, to, digits)
              ? Stretch.NONE
              : Stretch.of(at, to);
        };
    return new Format(
        name, Arrays.asList(literals), Matching.EXACT, follows(body, least), verifier);
  }

  Format with(Matching other) {
    return new Format(name, literals, other, hint, verifier);
  }

  /** Hint: so many bytes of the alphabet follow, or an escape. */
  static Hint follows(Alphabet body, int least) {
    var looked = Math.min(least, 24);
    return (raw, end, to) -> {
      var stop = end + looked;
      for (var i = end; i < stop; i++) {
        if (i >= to) {
          return false;
        }
        if (!body.has(raw[i])) {
          return raw[i] == '\\';
        }
      }
      return true;
    };
  }

  /** Hint: the literal alone is rare enough. */
  static Hint always() {
    return (_, _, _) -> true;
  }

  /** What findings call it. */
  String what() {
    return name.replace('-', ' ');
  }

  /** What stands in its place once it is masked: ASCII that needs no escape in JSON. */
  byte[] mask() {
    return ("[masked " + what() + "]").getBytes(StandardCharsets.US_ASCII);
  }
}
