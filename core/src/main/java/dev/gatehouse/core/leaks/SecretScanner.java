package dev.gatehouse.core.leaks;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds secrets of known shape. Two questions: {@link #mayFind} is asked of every message and costs
 * one pass without allocation; {@link #find} is asked of the strings of the few messages for which
 * that said yes. Immutable, safe for use by many threads.
 */
public final class SecretScanner {
  /** Bytes looked at behind a literal inside base64 or hex before the whole run is decoded. */
  private static final int PEEK = 96;

  private static final int SHORTEST_TO_SHARE = 256;

  private static final SecretScanner ALL = new SecretScanner(Formats.ALL);

  private final List<Format> formats;
  private final Pattern[] patterns;
  private final Literals literals;

  private SecretScanner(List<Format> formats) {
    this.formats = formats;
    var all = Pattern.of(formats);
    this.patterns = all.toArray(Pattern[]::new);
    this.literals = new Literals(all.stream().map(Pattern::literal).toList());
  }

  /** Looks for every format. */
  public static SecretScanner all() {
    return ALL;
  }

  /**
   * Looks for some formats only.
   *
   * @param names as {@link #names} has them, at least one
   * @throws IllegalArgumentException when one of them does not exist, or none is given
   */
  public static SecretScanner of(Collection<String> names) {
    var known = names();
    for (var name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "no secret format is called \"" + name + "\"; there are " + String.join(", ", known));
      }
    }
    var chosen = Formats.ALL.stream().filter(format -> names.contains(format.name())).toList();
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException("no secret format is left to look for");
    }
    return chosen.size() == Formats.ALL.size() ? ALL : new SecretScanner(chosen);
  }

  /** Names of all formats, dashed lower case, in their order. */
  public static Set<String> names() {
    var names = new LinkedHashSet<String>();
    Formats.ALL.forEach(format -> names.add(format.name()));
    return names;
  }

  /**
   * Whether the strings in this piece of raw JSON could hold a secret. No means none, however the
   * text escapes its characters; yes means that {@link #find} has to be asked of each string.
   */
  public boolean mayFind(byte[] json, int from, int to) {
    var overlap = literals.longest() - 1;
    if (to - from < SHORTEST_TO_SHARE) {
      return mayFindIn(json, from, from, to, Literals.START);
    }
    // Four lanes in one loop: each step waits for the one before, so one lane alone idles the core.
    var length = (to - from + 3 * overlap) / 4;
    var second = from + length - overlap;
    var third = second + length - overlap;
    var fourth = third + length - overlap;
    int a = Literals.START;
    int b = Literals.START;
    int c = Literals.START;
    int d = Literals.START;
    for (var i = 0; i < length; i++) {
      a = literals.step(a, json[from + i]);
      b = literals.step(b, json[second + i]);
      c = literals.step(c, json[third + i]);
      d = literals.step(d, json[fourth + i]);
      if (literals.acceptsAny(a, b, c, d)
          && (isPossible(a, json, from, from + i + 1, to)
              || isPossible(b, json, from, second + i + 1, to)
              || isPossible(c, json, from, third + i + 1, to)
              || isPossible(d, json, from, fourth + i + 1, to))) {
        return true;
      }
    }
    return mayFindIn(json, from, fourth + length, to, d);
  }

  private boolean mayFindIn(byte[] json, int from, int place, int to, int begin) {
    var state = begin;
    for (var i = place; i < to; i++) {
      state = literals.step(state, json[i]);
      if (literals.accepts(state) && isPossible(state, json, from, i + 1, to)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The secrets in a text whose own escapes are resolved; what is in base64, hex, percent or JSON
   * escapes inside of it is decoded once. In order, without overlaps. Linear in the text's length.
   */
  public List<Leak> find(byte[] text, int from, int to) {
    return new Search(this, text, from, to).leaks();
  }

  List<Format> formats() {
    return formats;
  }

  Literals literals() {
    return literals;
  }

  Pattern pattern(int id) {
    return patterns[id];
  }

  private boolean isPossible(int state, byte[] json, int from, int end, int to) {
    for (var id : literals.found(state)) {
      var pattern = patterns[id];
      if (!pattern.endsAt(json, end)) {
        continue;
      }
      var possible =
          switch (pattern.writing()) {
            case PLAIN -> formats.get(pattern.order()).hint().isPossible(json, end, to);
            case BASE64, HEX -> isWorthDecoding(pattern, json, from, end, to);
            case JSON_ESCAPES -> true;
            case PERCENT -> end < to && Alphabet.HEX.has(json[end]);
          };
      if (possible) {
        return true;
      }
    }
    return false;
  }

  /**
   * Decodes a little of a run to see whether the literal is there and something fitting follows.
   */
  boolean isWorthDecoding(Pattern pattern, byte[] text, int from, int end, int to) {
    var start = end - pattern.literal().length - pattern.lead();
    if (start < from) {
      return false;
    }
    var alphabet = EncodedRun.alphabet(pattern.writing());
    var stop = start;
    var most = Math.min(to, end + 2 * PEEK);
    while (stop < most && alphabet.has(text[stop])) {
      stop++;
    }
    if (stop < end) {
      return false;
    }
    var peek = EncodedRun.decode(pattern.writing(), text, start, stop).bytes();
    return Ascii.matches(peek, pattern.phase(), peek.length, pattern.hidden())
        && formats
            .get(pattern.order())
            .hint()
            .isPossible(peek, pattern.phase() + pattern.hidden().length, peek.length);
  }
}
