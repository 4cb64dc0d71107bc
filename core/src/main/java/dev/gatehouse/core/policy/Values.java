package dev.gatehouse.core.policy;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns plain Java values into those that CEL knows, within a bound: what is bigger cannot be
 * decided on, so that no caller makes a decision expensive. One object serves one evaluation.
 */
final class Values {
  /** Values in lists and maps, all together. */
  static final int MOST_VALUES = 1_000;

  /** Characters, all together. */
  static final int MOST_CHARACTERS = 1 << 20;

  private static final int DEEPEST = 64;
  private static final BigInteger MOST_UNSIGNED = UnsignedLong.MAX_VALUE.bigIntegerValue();

  private int values = MOST_VALUES;
  private int characters = MOST_CHARACTERS;

  /**
   * The value as CEL knows it.
   *
   * @throws IllegalArgumentException when it is too big to decide on
   */
  Object of(@Nullable Object value) {
    return of(value, 0);
  }

  private Object of(@Nullable Object value, int depth) {
    if (--values < 0 || depth > DEEPEST) {
      throw new IllegalArgumentException("the values are too many or too deep to decide on");
    }
    return switch (value) {
      case null -> NullValue.NULL_VALUE;
      case String text -> text(text);
      case Boolean truth -> truth;
      case Number number -> number(number);
      case Map<?, ?> map -> map(map, depth);
      case Iterable<?> list -> list(list, depth);
      default -> text(value.toString());
    };
  }

  private String text(String text) {
    characters -= text.length();
    if (characters < 0) {
      throw new IllegalArgumentException("the texts are too long to decide on");
    }
    return text;
  }

  private static Object number(Number number) {
    return switch (number) {
      case Long whole -> whole;
      case Integer whole -> whole.longValue();
      case Short whole -> whole.longValue();
      case Byte whole -> whole.longValue();
      case BigInteger big -> big(big);
      case BigDecimal big -> big.doubleValue();
      default -> number.doubleValue();
    };
  }

  private static Object big(BigInteger big) {
    if (big.bitLength() < Long.SIZE) {
      return big.longValue();
    }
    var fits = big.signum() > 0 && big.compareTo(MOST_UNSIGNED) <= 0;
    return fits ? UnsignedLong.valueOf(big) : big.doubleValue();
  }

  private Map<String, Object> map(Map<?, ?> map, int depth) {
    var converted = HashMap.<String, Object>newHashMap(Math.min(map.size(), MOST_VALUES));
    map.forEach((key, value) -> converted.put(text(String.valueOf(key)), of(value, depth + 1)));
    return converted;
  }

  private List<Object> list(Iterable<?> list, int depth) {
    var converted = new ArrayList<>();
    for (var value : list) {
      converted.add(of(value, depth + 1));
    }
    return converted;
  }
}
