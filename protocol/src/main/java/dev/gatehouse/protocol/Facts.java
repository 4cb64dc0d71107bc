package dev.gatehouse.protocol;

/** Places of facts, two ints each in one array: the hot path makes no object per fact. */
final class Facts {
  private final int[] places = new int[2 * Fact.COUNT];

  void put(Fact fact, int from, int to) {
    places[index(fact)] = from;
    places[index(fact) + 1] = to;
  }

  void forget(Fact fact) {
    put(fact, 0, 0);
  }

  boolean has(Fact fact) {
    return to(fact) > 0;
  }

  int from(Fact fact) {
    return places[index(fact)];
  }

  int to(Fact fact) {
    return places[index(fact) + 1];
  }

  Span span(Fact fact) {
    return has(fact) ? new Span(from(fact), to(fact)) : Span.NONE;
  }

  // An EnumMap would hold an object per place; the order of the constants is never stored.
  @SuppressWarnings("EnumOrdinal")
  private static int index(Fact fact) {
    return 2 * fact.ordinal();
  }
}
