package dev.gatehouse.protocol;

/**
 * Accepts only JSON that every parser reads the same way: one value in valid UTF-8, no byte order
 * mark, no field name twice in an object, no lone surrogate, no number beyond what common parsers
 * hold, nothing behind the value, all sizes bounded.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7493">RFC 7493 (I-JSON)</a>
 */
public final class StrictJson {
  private StrictJson() {}

  /**
   * How large the parts of a text may be. The text as a whole is bounded by whoever receives it.
   *
   * @param maxDepth objects and arrays inside each other, 1 to 1,000
   * @param maxStringBytes bytes between the quotes of one string, at least 1
   * @param maxNumberDigits characters of one number, 20 to 1,000
   * @param maxNameBytes bytes between the quotes of one field name, 1 to 65,536
   */
  public record Bounds(int maxDepth, int maxStringBytes, int maxNumberDigits, int maxNameBytes) {
    /** Depth 128, strings of 16 MiB, numbers of 256 characters, names of 1 KiB. */
    public static final Bounds DEFAULT = new Bounds(128, 16 << 20, 256, 1024);

    public Bounds {
      require("maxDepth", maxDepth, 1, 1_000);
      require("maxStringBytes", maxStringBytes, 1, Integer.MAX_VALUE);
      require("maxNumberDigits", maxNumberDigits, 20, 1_000);
      require("maxNameBytes", maxNameBytes, 1, 65_536);
    }

    private static void require(String name, int value, int least, int most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            name + " is " + value + "; allowed is " + least + " to " + most);
      }
    }
  }

  /**
   * Checks the whole text.
   *
   * @throws Malformed of kind PARSE at the first byte that breaks a rule
   */
  public static void check(byte[] json, Bounds bounds) throws Malformed {
    var cursor = new JsonCursor(json, bounds);
    cursor.begin();
    cursor.skipValue();
    cursor.end();
  }
}
