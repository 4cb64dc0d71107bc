package dev.gatehouse.core.policy;

/**
 * What a condition can still come to while some facts are not known: any of true, false and
 * failing. Combines as CEL does, where one side can decide although the other fails.
 *
 * @param bits {@link #TRUE}, {@link #FALSE} and {@link #FAILS} added up
 */
record Outcomes(int bits) {
  static final int TRUE = 1;
  static final int FALSE = 2;
  static final int FAILS = 4;

  static final Outcomes ANY = new Outcomes(TRUE | FALSE | FAILS);
  static final Outcomes ONLY_TRUE = new Outcomes(TRUE);
  static final Outcomes ONLY_FALSE = new Outcomes(FALSE);
  static final Outcomes ONLY_FAILS = new Outcomes(FAILS);

  boolean canBeTrue() {
    return (bits & TRUE) != 0;
  }

  boolean canBeFalse() {
    return (bits & FALSE) != 0;
  }

  Outcomes not() {
    var turned = (canBeTrue() ? FALSE : 0) | (canBeFalse() ? TRUE : 0);
    return new Outcomes(turned | (bits & FAILS));
  }

  Outcomes or(Outcomes other) {
    return not().and(other.not()).not();
  }

  /** False wins over failing, failing over true. */
  Outcomes and(Outcomes other) {
    var result = 0;
    if (canBeTrue() && other.canBeTrue()) {
      result |= TRUE;
    }
    if (canBeFalse() || other.canBeFalse()) {
      result |= FALSE;
    }
    var failing = (bits & FAILS) != 0 && (other.bits & (TRUE | FAILS)) != 0;
    var otherFailing = (other.bits & FAILS) != 0 && (bits & (TRUE | FAILS)) != 0;
    return new Outcomes(failing || otherFailing ? result | FAILS : result);
  }

  /** What a choice comes to, where this is its condition. */
  Outcomes choose(Outcomes yes, Outcomes no) {
    var result = bits & FAILS;
    result |= canBeTrue() ? yes.bits : 0;
    result |= canBeFalse() ? no.bits : 0;
    return new Outcomes(result);
  }
}
