package dev.gatehouse.protocol;

import dev.gatehouse.protocol.StrictJson.Bounds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * JSON in the one form that all texts of the same meaning share: no blanks, members sorted by the
 * UTF-16 units of their names, strings with as few escapes as can be, numbers as ECMAScript writes
 * them. What is hashed and compared has this form. Linear in the text but for the sorting.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8785">RFC 8785</a>
 */
public final class CanonicalJson {
  private static final String HEX = "0123456789abcdef";

  /** A value that was read: its parts, or the text that it has in the end. */
  private sealed interface Value {
    record Members(TreeMap<String, Value> byName) implements Value {}

    record Items(List<Value> inOrder) implements Value {}

    record Token(String text) implements Value {}
  }

  private final byte[] json;
  private final JsonCursor cursor;
  private final StringBuilder out = new StringBuilder();

  private CanonicalJson(byte[] json, Bounds bounds) {
    this.json = json;
    this.cursor = new JsonCursor(json, bounds);
  }

  /**
   * The canonical form, in UTF-8.
   *
   * @throws Malformed when the text is not strict JSON, or a number is beyond what a double holds
   */
  public static byte[] of(byte[] json, Bounds bounds) throws Malformed {
    var canonical = new CanonicalJson(json, bounds);
    canonical.cursor.begin();
    var value = canonical.read();
    canonical.cursor.end();
    canonical.write(value);
    return canonical.out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private Value read() throws Malformed {
    return switch (cursor.peek()) {
      case '{' -> members();
      case '[' -> items();
      case '"' -> new Value.Token(quoted(cursor.value().string(json)));
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> new Value.Token(cursor.value().text(json));
    };
  }

  private Value members() throws Malformed {
    var members = new TreeMap<String, Value>(); // a String compares by its UTF-16 units
    cursor.enterObject();
    while (cursor.nextName()) {
      members.put(cursor.name(), read());
    }
    return new Value.Members(members);
  }

  private Value items() throws Malformed {
    var items = new ArrayList<Value>();
    cursor.enterArray();
    while (cursor.nextItem()) {
      items.add(read());
    }
    return new Value.Items(items);
  }

  private Value number() throws Malformed {
    var span = cursor.value();
    var value = Double.parseDouble(span.text(json));
    if (Double.isInfinite(value)) {
      throw Malformed.json("a number is beyond what a double holds", span.from());
    }
    return new Value.Token(EcmaNumber.text(value));
  }

  private void write(Value value) {
    switch (value) {
      case Value.Token(var text) -> out.append(text);
      case Value.Items(var items) -> {
        out.append('[');
        for (var i = 0; i < items.size(); i++) {
          write(separated(i, items.get(i)));
        }
        out.append(']');
      }
      case Value.Members(var members) -> {
        out.append('{');
        var index = 0;
        for (var member : members.entrySet()) {
          var inner = separated(index++, member.getValue());
          out.append(quoted(member.getKey())).append(':');
          write(inner);
        }
        out.append('}');
      }
    }
  }

  private Value separated(int index, Value value) {
    if (index > 0) {
      out.append(',');
    }
    return value;
  }

  /** As short as JSON allows; strict JSON has no half of a surrogate pair. */
  private static String quoted(String text) {
    var quoted = new StringBuilder(text.length() + 2).append('"');
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\b' -> quoted.append("\\b");
        case '\t' -> quoted.append("\\t");
        case '\n' -> quoted.append("\\n");
        case '\f' -> quoted.append("\\f");
        case '\r' -> quoted.append("\\r");
        default -> {
          if (c < ' ') {
            quoted.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
