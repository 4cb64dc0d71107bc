package dev.gatehouse.core.pins;

/** What a change means for those who call, the mildest first. */
public enum DriftClass {
  /** Other words; what may be sent and what comes back stays the same. */
  COSMETIC,
  /** More is possible than before; what was right before stays right. */
  ADDITIVE,
  /** What was right before may be wrong now, or more dangerous; also what nobody can classify. */
  BREAKING
}
