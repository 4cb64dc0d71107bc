package dev.gatehouse.core.guardrails;

import dev.gatehouse.core.leaks.Unescaped;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * Goes through a JSON text and shows every string in it, with the name it stands under. Works on
 * bytes and keeps nothing but the way down to the place. The text was checked by {@code StrictJson}
 * before; what is nevertheless broken is refused, not guessed at.
 */
final class StringWalk {
  /** Sees the strings, in the order of the text. Places are inside of the quotes. */
  interface Visitor {
    /**
     * A string that is a value.
     *
     * @param nameFrom the first byte of the name it stands under, or -1 in an array or at the top
     */
    void value(int nameFrom, int nameTo, int from, int to);

    /** A name whose value is not a string. */
    void name(int from, int to);
  }

  /** The text is not JSON. */
  static final class Broken extends Exception {
    Broken(String what, int at) {
      super(what + " at byte " + at, null, false, false);
    }
  }

  private static final int DEEPEST = 512;
  private static final int LONGEST_SEGMENT = 48;

  /**
   * What the protocol itself reads in messages; it is sealed or routed by, so it must stay whole.
   */
  private static final Set<String> PROTOCOL_NAMES =
      Set.of(
          "requestState",
          "nextCursor",
          "cursor",
          "progressToken",
          "requestId",
          "taskId",
          "resultType",
          "protocolVersion");

  private static final Set<String> MESSAGE_NAMES = Set.of("jsonrpc", "id", "method");
  private static final Set<String> ENVELOPES_INSIDE = Set.of("_meta", "task");

  private final byte[] json;
  private final int end;
  private final String prefix;
  private final boolean isMessage;
  private int place;
  private int depth;
  private int[] nameFrom = new int[16];
  private int[] nameTo = new int[16];
  private int[] index = new int[16];
  private boolean[] isPayload = new boolean[16];

  private StringWalk(byte[] json, int from, int to, String prefix, boolean isMessage) {
    this.json = json;
    this.place = from;
    this.end = to;
    this.prefix = prefix;
    this.isMessage = isMessage;
  }

  /** Every string of one value. */
  static StringWalk of(byte[] json, int from, int to, String prefix) {
    return new StringWalk(json, from, to, prefix, false);
  }

  /** The strings of a message that are payload, not protocol. */
  static StringWalk ofMessage(byte[] message) {
    return new StringWalk(message, 0, message.length, "", true);
  }

  /** Shows all strings. */
  void forEach(Visitor visitor) throws Broken {
    var expectsName = false;
    while (place < end) {
      switch (json[place]) {
        case '{' -> {
          down(-1);
          expectsName = true;
        }
        case '[' -> {
          down(0);
          expectsName = false;
        }
        case '}', ']' -> {
          up();
          expectsName = false;
        }
        case ',' -> {
          expectsName = next();
        }
        case '"' -> {
          string(expectsName, visitor);
          expectsName = false;
          continue;
        }
        default -> {}
      }
      place++;
    }
    if (depth != 0) {
      throw new Broken("an object or array does not end", end);
    }
  }

  /** Where the walk stands, as a JSON pointer; long names are cut. */
  String pointer() {
    var text = new StringBuilder(prefix);
    for (var level = 0; level < depth && text.length() < Finding.LONGEST_POINTER; level++) {
      text.append('/');
      if (index[level] >= 0) {
        text.append(index[level]);
      } else {
        var name = text(nameFrom[level], nameTo[level]);
        var cut = name.length() > LONGEST_SEGMENT ? name.substring(0, LONGEST_SEGMENT) + "…" : name;
        text.append(cut.replace("~", "~0").replace("/", "~1"));
      }
    }
    return text.toString();
  }

  private void string(boolean isName, Visitor visitor) throws Broken {
    var from = place + 1;
    var to = closingQuote(from);
    place = to + 1;
    if (!isName) {
      if (depth == 0 || index[depth - 1] >= 0) {
        show(visitor, -1, -1, from, to);
      } else {
        show(visitor, nameFrom[depth - 1], nameTo[depth - 1], from, to);
      }
      return;
    }
    nameFrom[depth - 1] = from;
    nameTo[depth - 1] = to;
    skipTo(':');
    skipSpaces();
    var isOfString = place < end && json[place] == '"';
    isPayload[depth - 1] = isPayloadUnderName();
    if (!isOfString && isPayload[depth - 1]) {
      visitor.name(from, to);
    }
  }

  private void show(Visitor visitor, int name, int nameEnd, int from, int to) {
    if (depth == 0 || isPayload[depth - 1]) {
      visitor.value(name, nameEnd, from, to);
    }
  }

  /** Whether a plain value under the name just read is payload; objects and arrays always are. */
  private boolean isPayloadUnderName() {
    if (!isMessage) {
      return true;
    }
    return switch (depth) {
      case 1 -> !MESSAGE_NAMES.contains(name(0));
      case 2 -> index[0] >= 0 || !PROTOCOL_NAMES.contains(name(1));
      case 3 -> index[1] >= 0 || !ENVELOPES_INSIDE.contains(name(1)) || !isProtocol(name(2));
      case 4 -> index[1] >= 0 || index[2] >= 0 || !name(1).equals("_meta") || !isProtocol(name(3));
      default -> true;
    };
  }

  private static boolean isProtocol(String name) {
    return PROTOCOL_NAMES.contains(name) || name.startsWith("io.modelcontextprotocol/");
  }

  private String name(int level) {
    return text(nameFrom[level], nameTo[level]);
  }

  private String text(int from, int to) {
    for (var i = from; i < to; i++) {
      if (json[i] == '\\') {
        var bytes = Unescaped.json(json, from, to).bytes();
        return new String(bytes, StandardCharsets.UTF_8);
      }
    }
    return new String(json, from, to - from, StandardCharsets.UTF_8);
  }

  private int closingQuote(int from) throws Broken {
    for (var i = from; i < end; i++) {
      if (json[i] == '"') {
        return i;
      }
      if (json[i] == '\\') {
        i++;
      }
    }
    throw new Broken("a string does not end", from);
  }

  private void skipTo(char sign) throws Broken {
    skipSpaces();
    if (place >= end || json[place] != sign) {
      throw new Broken("a name without a value", place);
    }
    place++;
  }

  private void skipSpaces() {
    while (place < end && json[place] <= ' ') {
      place++;
    }
  }

  private void down(int firstIndex) throws Broken {
    if (depth == DEEPEST) {
      throw new Broken("over " + DEEPEST + " levels", place);
    }
    if (depth == index.length) {
      nameFrom = Arrays.copyOf(nameFrom, 2 * depth);
      nameTo = Arrays.copyOf(nameTo, 2 * depth);
      index = Arrays.copyOf(index, 2 * depth);
      isPayload = Arrays.copyOf(isPayload, 2 * depth);
    }
    nameFrom[depth] = 0;
    nameTo[depth] = 0;
    index[depth] = firstIndex;
    isPayload[depth] = true;
    depth++;
  }

  private void up() throws Broken {
    if (depth == 0) {
      throw new Broken("an end without a begin", place);
    }
    depth--;
  }

  /** Whether a name comes after this comma. */
  private boolean next() throws Broken {
    if (depth == 0) {
      throw new Broken("a second value", place);
    }
    if (index[depth - 1] < 0) {
      return true;
    }
    index[depth - 1]++;
    return false;
  }
}
