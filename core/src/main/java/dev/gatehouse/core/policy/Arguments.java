package dev.gatehouse.core.policy;

import java.util.Map;
import java.util.Set;

/** The arguments of one call, read only when a rule asks for them. */
@FunctionalInterface
public interface Arguments {
  /** A call without arguments. */
  Arguments NONE = Map::of;

  /**
   * By name: {@code String}, {@code Boolean}, {@code Integer}, {@code Long}, {@code
   * java.math.BigInteger}, {@code Double}, {@code List} and {@code Map} of these, and null for
   * JSON's null. Parsed at most once.
   *
   * @throws IllegalArgumentException when they are not a JSON object within bounds
   */
  Map<String, Object> values();

  /**
   * As {@link #values}, but at least those of these names and perhaps no others.
   *
   * @throws IllegalArgumentException as {@link #values}
   */
  default Map<String, Object> values(Set<String> names) {
    return values();
  }

  /** Arguments that are parsed already. */
  static Arguments of(Map<String, Object> values) {
    return () -> values;
  }
}
