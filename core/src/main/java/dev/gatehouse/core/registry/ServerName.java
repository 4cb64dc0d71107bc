package dev.gatehouse.core.registry;

import dev.gatehouse.core.kind.Written;
import java.util.regex.Pattern;

/**
 * The name of a server in the catalogue: 1 to 32 of {@code a-z 0-9 -}, beginning with a letter or
 * digit.
 *
 * @throws IllegalArgumentException when the text is not of that shape
 */
@Written(pattern = ServerName.PATTERN, example = "crm")
public record ServerName(String text) implements Comparable<ServerName> {
  /** What the text of a name matches. */
  public static final String PATTERN = "[a-z0-9][a-z0-9-]{0,31}";

  private static final Pattern SHAPE = Pattern.compile(PATTERN);

  /**
   * @throws IllegalArgumentException when the text is not of that shape
   */
  public ServerName {
    if (!SHAPE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a server name is 1 to 32 of a-z, 0-9 and -, beginning with a letter or digit");
    }
  }

  @Override
  public int compareTo(ServerName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
