package dev.gatehouse.core.leaks;

import dev.gatehouse.core.leaks.Format.Matching;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/**
 * One literal of the automaton: a format's own, or what becomes of it in base64 or hex, or a sign
 * that escapes hide something.
 *
 * @param literal the bytes
 * @param isExact whether letters must be of the same case
 * @param order of the format among all, -1 for none
 * @param writing how the secret is written where this literal stands
 * @param phase in which byte of a group of base64 the hidden literal begins, 0 to 2
 * @param hidden the format's literal as it is spelled behind base64 or hex, else this literal
 */
record Pattern(
    byte[] literal, boolean isExact, int order, Writing writing, int phase, byte[] hidden) {
  /** How a text writes a secret. */
  enum Writing {
    PLAIN,
    BASE64,
    HEX,
    JSON_ESCAPES,
    PERCENT
  }

  private static final int SHORTEST = 3;

  /** Enough to be rare; the rest is compared once decoded. */
  private static final int LONGEST_ENCODED = 16;

  private static final List<String> ESCAPES =
      List.of("\\u002", "\\u003", "\\u004", "\\u005", "\\u006", "\\u007", ":\\/");
  private static final List<String> PERCENTS = List.of("%2", "%3", "%4", "%5", "%6", "%7");

  static List<Pattern> of(List<Format> formats) {
    var patterns = new ArrayList<Pattern>();
    for (var order = 0; order < formats.size(); order++) {
      addFormat(formats.get(order), order, patterns);
    }
    for (var escape : ESCAPES) {
      patterns.add(plain(escape, false, -1, Writing.JSON_ESCAPES));
    }
    for (var percent : PERCENTS) {
      patterns.add(plain(percent, false, -1, Writing.PERCENT));
    }
    return patterns;
  }

  /** Whether the literal stands before this place, which the automaton knows but for its case. */
  boolean endsAt(byte[] text, int end) {
    return !isExact || Ascii.matches(text, end - literal.length, end, literal);
  }

  /**
   * Characters of a run between the begin of the group in which the hidden literal begins and this.
   */
  int lead() {
    return lead(phase);
  }

  private static int lead(int phase) {
    return (8 * phase + 5) / 6;
  }

  private static Pattern plain(String literal, boolean isExact, int order, Writing writing) {
    var bytes = Ascii.bytes(literal);
    return new Pattern(bytes, isExact, order, writing, 0, bytes);
  }

  private static String shortened(String encoded) {
    return encoded.substring(0, Math.min(encoded.length(), LONGEST_ENCODED));
  }

  private static void addFormat(Format format, int order, List<Pattern> patterns) {
    for (var literal : format.literals()) {
      var isExact = format.matching() != Matching.ANY_CASE;
      patterns.add(plain(literal, isExact, order, Writing.PLAIN));
      if (format.matching() == Matching.EXACT_PLAIN_ONLY) {
        continue;
      }
      for (var spelling : spellings(literal, isExact)) {
        var hidden = Ascii.bytes(spelling);
        var hex = Ascii.bytes(shortened(HexFormat.of().formatHex(hidden)));
        patterns.add(new Pattern(hex, false, order, Writing.HEX, 0, hidden));
        for (var phase = 0; phase < 3; phase++) {
          addBase64(spelling, phase, order, patterns);
        }
      }
    }
  }

  private static LinkedHashSet<String> spellings(String literal, boolean isExact) {
    var spellings = new LinkedHashSet<String>();
    spellings.add(literal);
    if (!isExact) {
      spellings.add(literal.toLowerCase(Locale.ROOT));
      spellings.add(literal.toUpperCase(Locale.ROOT));
      spellings.add(literal.substring(0, 1).toUpperCase(Locale.ROOT) + literal.substring(1));
    }
    return spellings;
  }

  /**
   * The characters that the literal alone decides when it begins in this byte of a group of three.
   */
  private static void addBase64(String literal, int phase, int order, List<Pattern> patterns) {
    var bytes = ("\0".repeat(phase) + literal).getBytes(StandardCharsets.ISO_8859_1);
    var encoded = Base64.getEncoder().withoutPadding().encodeToString(bytes);
    var first = lead(phase);
    var decided = encoded.substring(first, 8 * bytes.length / 6);
    if (decided.length() < SHORTEST) {
      return;
    }
    var hidden = Ascii.bytes(literal);
    var standard = Ascii.bytes(shortened(decided));
    patterns.add(new Pattern(standard, true, order, Writing.BASE64, phase, hidden));
    var urlSafe = decided.replace('+', '-').replace('/', '_');
    if (!urlSafe.equals(decided)) {
      var other = Ascii.bytes(shortened(urlSafe));
      patterns.add(new Pattern(other, true, order, Writing.BASE64, phase, hidden));
    }
  }
}
