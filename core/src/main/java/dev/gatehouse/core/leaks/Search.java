package dev.gatehouse.core.leaks;

import dev.gatehouse.core.leaks.Pattern.Writing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One search through one text and what is encoded in it. Used once, by one thread. */
final class Search {
  /** A leak and which format names it when another one finds the same place. */
  private record Found(Leak leak, int order) {}

  private static final Comparator<Found> IN_ORDER =
      Comparator.<Found>comparingInt(found -> found.leak.from())
          .thenComparingInt(found -> found.order);
  private static final int DEEPEST = 1;
  private static final int PHASES = 4;

  private final SecretScanner scanner;
  private final Reading text;
  private final int depth;
  private final List<Found> found = new ArrayList<>();
  private final int[] base64Done = new int[PHASES];
  private int hexDone;
  private boolean hasJsonEscapes;
  private boolean hasPercents;
  private long steps;

  Search(SecretScanner scanner, byte[] bytes, int from, int to) {
    this(scanner, new Reading(bytes, from, to), 0);
  }

  private Search(SecretScanner scanner, Reading text, int depth) {
    this.scanner = scanner;
    this.text = text;
    this.depth = depth;
  }

  List<Leak> leaks() {
    scan();
    if (hasJsonEscapes) {
      lookBehind(Unescaped.json(text.bytes(), text.from(), text.to()), Writing.JSON_ESCAPES);
    }
    if (hasPercents) {
      lookBehind(Unescaped.percent(text.bytes(), text.from(), text.to()), Writing.PERCENT);
    }
    return found.isEmpty() ? List.of() : withoutOverlaps();
  }

  /** Work done so far, in bytes looked at. */
  long steps() {
    return steps + text.steps();
  }

  private void scan() {
    var literals = scanner.literals();
    var bytes = text.bytes();
    var state = Literals.START;
    for (var i = text.from(); i < text.to(); i++) {
      state = literals.step(state, bytes[i]);
      if (literals.accepts(state)) {
        for (var id : literals.found(state)) {
          look(scanner.pattern(id), i + 1);
        }
      }
    }
    steps += text.to() - text.from();
  }

  private void look(Pattern pattern, int end) {
    steps++;
    if (!pattern.endsAt(text.bytes(), end)) {
      return;
    }
    switch (pattern.writing()) {
      case PLAIN -> {
        var format = scanner.formats().get(pattern.order());
        var secret = format.verifier().verify(text, end - pattern.literal().length, end);
        if (secret != Stretch.NONE) {
          add(format.what(), Stretch.from(secret), Stretch.to(secret), format.mask(), pattern);
        }
      }
      case BASE64, HEX -> decode(pattern, end);
      case JSON_ESCAPES -> hasJsonEscapes = depth < DEEPEST;
      case PERCENT -> hasPercents = depth < DEEPEST;
    }
  }

  private void add(String what, int from, int to, byte[] mask, Pattern pattern) {
    found.add(new Found(new Leak(what, from, to, mask), pattern.order()));
  }

  /** Each run is decoded once for each way in which its groups can lie. */
  private void decode(Pattern pattern, int end) {
    var writing = pattern.writing();
    var start = end - pattern.literal().length - pattern.lead();
    var done = writing == Writing.HEX ? hexDone : base64Done[Math.floorMod(start, PHASES)];
    if (depth == DEEPEST || start < Math.max(done, text.from())) {
      return;
    }
    if (!scanner.isWorthDecoding(pattern, text.bytes(), text.from(), end, text.to())) {
      steps += 128;
      return;
    }
    var alphabet = EncodedRun.alphabet(writing);
    var to = text.runEnd(alphabet, start);
    var from = start;
    var group = EncodedRun.groupLength(writing);
    while (isWhole(alphabet, from - group, group, done)) {
      from -= group;
    }
    if (writing == Writing.HEX) {
      hexDone = to;
    } else {
      base64Done[Math.floorMod(start, PHASES)] = to;
    }
    var run = EncodedRun.decode(writing, text.bytes(), from, to);
    for (var leak : inside(run.bytes())) {
      found.add(new Found(run.outside(leak, text.bytes(), text.to()), pattern.order()));
    }
  }

  private boolean isWhole(Alphabet alphabet, int from, int length, int done) {
    if (from < Math.max(text.from(), done)) {
      return false;
    }
    for (var i = from; i < from + length; i++) {
      if (!alphabet.has(text.bytes()[i])) {
        return false;
      }
    }
    steps += length;
    return true;
  }

  private void lookBehind(Unescaped unescaped, Writing writing) {
    for (var leak : inside(unescaped.bytes())) {
      var from = unescaped.sourceStart(leak.from());
      var to = unescaped.sourceEnd(leak.to());
      var mask = writing == Writing.PERCENT && isEscaped(from, to) ? percent(leak) : leak.mask();
      found.add(new Found(new Leak(leak.what(), from, to, mask), Integer.MAX_VALUE));
    }
  }

  private List<Leak> inside(byte[] bytes) {
    var search = new Search(scanner, new Reading(bytes, 0, bytes.length), depth + 1);
    var leaks = search.leaks();
    steps += search.steps() + bytes.length;
    return leaks;
  }

  private boolean isEscaped(int from, int to) {
    for (var i = from; i < to; i++) {
      if (text.bytes()[i] == '%') {
        return true;
      }
    }
    return false;
  }

  private static byte[] percent(Leak leak) {
    var plain = new String(leak.mask(), java.nio.charset.StandardCharsets.US_ASCII);
    return Ascii.bytes(plain.replace("[", "%5B").replace("]", "%5D").replace(" ", "%20"));
  }

  /** Leaks that overlap become one, named by the first. */
  private List<Leak> withoutOverlaps() {
    found.sort(IN_ORDER);
    var leaks = new ArrayList<Leak>();
    var current = found.getFirst().leak;
    for (var next : found) {
      if (next.leak.from() < current.to()) {
        var to = Math.max(current.to(), next.leak.to());
        current = new Leak(current.what(), current.from(), to, current.mask());
      } else {
        leaks.add(current);
        current = next.leak;
      }
    }
    leaks.add(current);
    return leaks;
  }
}
