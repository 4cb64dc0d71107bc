package dev.gatehouse.core.registry;

import java.util.regex.Pattern;

/**
 * The name of a server in the catalogue: 1 to 32 of {@code a-z 0-9 -}, beginning with a letter or
 * digit.
 *
 * @throws IllegalArgumentException when the text is not of that shape
 */
public record ServerName(String text) implements Comparable<ServerName> {
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

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
