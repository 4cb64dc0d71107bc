package dev.gatehouse.protocol;

import java.math.BigDecimal;

/**
 * Doubles as ECMAScript writes them: the fewest digits that read back as the same number, of those
 * the nearest, and an exponent only where the number is long without one.
 *
 * @see <a href="https://tc39.es/ecma262/#sec-numeric-types-number-tostring">Number::toString</a>
 */
final class EcmaNumber {
  private static final int LONGEST_PLAIN = 21;
  private static final int MOST_LEADING_ZEROS = 6;

  private EcmaNumber() {}

  /**
   * @param value neither infinite nor no number
   */
  static String text(double value) {
    if (value == 0) {
      return "0"; // also for the negative one
    }
    var sign = value < 0 ? "-" : "";
    var shortest = shortest(Math.abs(value));
    var digits = shortest.unscaledValue().toString();
    // The number is 0.digits times ten to this power.
    return sign + laidOut(digits, digits.length() - shortest.scale());
  }

  /** Java writes two digits where one would do; of more it takes as few as ECMAScript. */
  private static BigDecimal shortest(double value) {
    var written = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (written.precision() != 2) {
      return written;
    }
    var below = written.unscaledValue().intValue() / 10;
    var exact = new BigDecimal(value);
    var best = written;
    for (var digit = Math.max(below, 1); digit <= below + 1; digit++) {
      var one = BigDecimal.valueOf(digit, written.scale() - 1);
      var isNearer =
          best.precision() == 2
              || one.subtract(exact).abs().compareTo(best.subtract(exact).abs()) < 0;
      if (one.doubleValue() == value && isNearer) {
        best = one.stripTrailingZeros();
      }
    }
    return best;
  }

  private static String laidOut(String digits, int power) {
    var count = digits.length();
    if (count <= power && power <= LONGEST_PLAIN) {
      return digits + "0".repeat(power - count);
    }
    if (0 < power && power <= LONGEST_PLAIN) {
      return digits.substring(0, power) + "." + digits.substring(power);
    }
    if (-MOST_LEADING_ZEROS < power && power <= 0) {
      return "0." + "0".repeat(-power) + digits;
    }
    var exponent = power - 1;
    var rest = count == 1 ? "" : "." + digits.substring(1);
    return digits.charAt(0) + rest + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
  }
}
