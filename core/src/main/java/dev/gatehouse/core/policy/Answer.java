package dev.gatehouse.core.policy;

/** What a condition came to. */
sealed interface Answer {
  /** It holds or it does not. */
  enum Decided implements Answer {
    YES,
    NO
  }

  /**
   * It cannot be decided.
   *
   * @param why for the record: a fact is missing, of another type than needed, or too big
   */
  record Failed(String why) implements Answer {}
}
