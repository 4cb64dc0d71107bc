package dev.gatehouse.core.leaks;

import java.util.Arrays;

/**
 * One text under inspection, with what is already known of it: where the run of an alphabet that
 * was last looked at ends, and where the next PEM end line is. That memory is what keeps verifiers
 * linear on text made of near-matches. Not thread-safe.
 */
final class Reading {
  private static final byte[] PEM_END = Ascii.bytes("-----END ");

  private final byte[] bytes;
  private final int from;
  private final int to;
  private final int[] runFrom = new int[Alphabet.values().length];
  private final int[] runTo = new int[Alphabet.values().length];
  private int pemEnd = -1;
  private long steps;

  Reading(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    Arrays.fill(runFrom, -1);
  }

  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /** The byte at a place as 0 to 255, or -1 outside of the text. */
  int at(int place) {
    steps++;
    return place >= from && place < to ? bytes[place] & 0xff : -1;
  }

  /** Whether a word can begin here: no letter or digit stands before it. */
  boolean startsWord(int place) {
    return place == from || !Alphabet.ALPHANUMERIC.has(bytes[place - 1]);
  }

  /** The first place at or after the given one that is not of the alphabet. */
  @SuppressWarnings("EnumOrdinal") // a place in an array of this process, kept nowhere
  int runEnd(Alphabet alphabet, int place) {
    var i = alphabet.ordinal();
    if (runFrom[i] >= 0 && place >= runFrom[i] && place < runTo[i]) {
      return runTo[i];
    }
    var end = place;
    while (end < to && alphabet.has(bytes[end])) {
      end++;
    }
    steps += end - place;
    runFrom[i] = place;
    runTo[i] = end;
    return end;
  }

  /**
   * The first place of an alphabet's run that ends before the given one, at most {@code most} back.
   */
  int runStart(Alphabet alphabet, int place, int most) {
    var start = place;
    while (start > from && place - start < most && alphabet.has(bytes[start - 1])) {
      start--;
    }
    steps += place - start;
    return start;
  }

  /** Whether the literal stands here; the literal is lower case, the text may be of any case. */
  boolean hasFolded(int place, String literal) {
    steps += literal.length();
    return place >= from && Ascii.matchesFolded(bytes, place, to, literal);
  }

  /** Where the next PEM end line begins, or {@link #to()} when none follows. */
  int pemEnd(int place) {
    if (pemEnd < place) {
      var i = place;
      while (i < to && !Ascii.matches(bytes, i, to, PEM_END)) {
        i++;
      }
      steps += i - place;
      pemEnd = i;
    }
    return pemEnd;
  }

  /** Bytes looked at so far beyond the automaton's own pass: the measure of linear work. */
  long steps() {
    return steps;
  }

  void count(long more) {
    steps += more;
  }
}
