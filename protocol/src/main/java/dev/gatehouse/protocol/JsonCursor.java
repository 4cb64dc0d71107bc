package dev.gatehouse.protocol;

import dev.gatehouse.protocol.StrictJson.Bounds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks through one JSON text and checks every byte it passes. Between two calls it stands on the
 * first byte of a value; {@link #skipValue} or a walk through the value's parts moves it behind.
 *
 * <pre>{@code
 * cursor.begin();
 * cursor.enterObject();
 * while (cursor.nextName()) {
 *   if (cursor.nameIs(METHOD)) { ... } else { cursor.skipValue(); }
 * }
 * cursor.end();
 * }</pre>
 *
 * Not thread-safe.
 */
final class JsonCursor {
  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private final byte[] bytes;
  private final Bounds bounds;
  private final FieldNames names;
  private int[] counts = new int[16];
  private int depth;
  private int at;
  private byte[] name;
  private int nameFrom;
  private int nameTo;

  JsonCursor(byte[] bytes, Bounds bounds) {
    this.bytes = bytes;
    this.bounds = bounds;
    this.names = new FieldNames(bytes);
    this.name = bytes;
  }

  /** Moves to the value. */
  void begin() throws Malformed {
    if (bytes.length >= 3
        && bytes[0] == (byte) 0xef
        && bytes[1] == (byte) 0xbb
        && bytes[2] == (byte) 0xbf) {
      throw Malformed.json("the text begins with a byte order mark", 0);
    }
    skipBlank();
  }

  /** Moves to a value of a text that was checked before. */
  void moveTo(int value) {
    at = value;
  }

  /** Makes sure that nothing but blanks is left. */
  void end() throws Malformed {
    skipBlank();
    if (at < bytes.length) {
      throw Malformed.json("something follows the value", at);
    }
  }

  int at() {
    return at;
  }

  /** The byte at which the cursor stands, 0 at the end of the text. */
  byte peek() {
    return at < bytes.length ? bytes[at] : 0;
  }

  void enterObject() throws Malformed {
    enter('{', "an object");
    names.open(depth);
  }

  void enterArray() throws Malformed {
    enter('[', "an array");
    names.open(depth);
  }

  /** Moves to the next field's value; false when the object is over and the cursor behind it. */
  boolean nextName() throws Malformed {
    if (!nextPart('}', "a comma or the end of the object")) {
      return false;
    }
    if (peek() != '"') {
      throw unexpected("a field name");
    }
    readName();
    skipBlank();
    if (peek() != ':') {
      throw unexpected("a colon");
    }
    at++;
    skipBlank();
    return true;
  }

  /** Moves to the next item; false when the array is over and the cursor behind it. */
  boolean nextItem() throws Malformed {
    return nextPart(']', "a comma or the end of the array");
  }

  /** Whether the field at whose value the cursor stands has exactly this name, in UTF-8. */
  boolean nameIs(byte[] expected) {
    return nameTo - nameFrom == expected.length
        && Arrays.equals(name, nameFrom, nameTo, expected, 0, expected.length);
  }

  /** The name of the field at whose value the cursor stands. */
  String name() {
    return new String(name, nameFrom, nameTo - nameFrom, StandardCharsets.UTF_8);
  }

  /** Checks the value and moves behind it. */
  void skipValue() throws Malformed {
    switch (peek()) {
      case '"' -> at = JsonText.stringEnd(bytes, at + 1, bounds.maxStringBytes()) + 1;
      case '{' -> {
        enterObject();
        while (nextName()) {
          skipValue();
        }
      }
      case '[' -> {
        enterArray();
        while (nextItem()) {
          skipValue();
        }
      }
      case 't' -> skipWord(TRUE);
      case 'f' -> skipWord(FALSE);
      case 'n' -> skipWord(NULL);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
          at = JsonText.numberEnd(bytes, at, bounds.maxNumberDigits());
      default -> throw unexpected("a value");
    }
  }

  /** Checks the value, moves behind it and tells where it stands. */
  Span value() throws Malformed {
    var from = at;
    skipValue();
    return new Span(from, at);
  }

  private void enter(char opening, String expected) throws Malformed {
    if (peek() != opening) {
      throw unexpected(expected);
    }
    if (depth == bounds.maxDepth()) {
      throw Malformed.json("values are nested deeper than " + depth, at);
    }
    at++;
    depth++;
    if (depth == counts.length) {
      counts = Arrays.copyOf(counts, depth * 2);
    }
    counts[depth] = 0;
  }

  private boolean nextPart(char closing, String expected) throws Malformed {
    skipBlank();
    var next = peek();
    if (next == closing) {
      at++;
      names.close(depth);
      depth--;
      return false;
    }
    if (counts[depth]++ > 0) {
      if (next != ',') {
        throw unexpected(expected);
      }
      at++;
      skipBlank();
    }
    return true;
  }

  private void readName() throws Malformed {
    var from = at + 1;
    var to = JsonText.plainEnd(bytes, from);
    boolean isNew;
    if (to < bytes.length && bytes[to] == '"' && to - from <= bounds.maxNameBytes()) {
      name = bytes;
      nameFrom = from;
      nameTo = to;
      isNew = names.add(depth, from, to);
    } else {
      // Escapes or other scripts: rare, so such a name may cost a string.
      to = JsonText.stringEnd(bytes, from, bounds.maxNameBytes());
      var decoded = JsonStrings.decode(bytes, from, to);
      name = decoded.getBytes(StandardCharsets.UTF_8);
      nameFrom = 0;
      nameTo = name.length;
      isNew = names.add(depth, decoded);
    }
    if (!isNew) {
      throw Malformed.json("a field name occurs twice in one object", at);
    }
    at = to + 1;
  }

  private void skipWord(byte[] word) throws Malformed {
    var to = at + word.length;
    if (to > bytes.length || !Arrays.equals(bytes, at, to, word, 0, word.length)) {
      throw unexpected("true, false or null");
    }
    at = to;
  }

  private void skipBlank() {
    while (at < bytes.length) {
      var b = bytes[at];
      if (b > ' ' || (b != ' ' && b != '\n' && b != '\r' && b != '\t')) {
        return;
      }
      at++;
    }
  }

  private Malformed unexpected(String expected) {
    return Malformed.json(
        at >= bytes.length
            ? "the text ends where " + expected + " should stand"
            : "something else stands where " + expected + " should",
        at);
  }
}
