package dev.gatehouse.server.catalogue;

import dev.gatehouse.core.kind.Written;
import java.util.regex.Pattern;

/**
 * The name of a catalogue beside the default one: 1 to 32 of {@code a-z 0-9 -}, beginning with a
 * letter or digit.
 */
@Written(pattern = CatalogueName.PATTERN, example = "crm-team")
public record CatalogueName(String text) {
  /** What the text of a name matches. */
  public static final String PATTERN = "[a-z0-9][a-z0-9-]{0,31}";

  private static final Pattern SHAPE = Pattern.compile(PATTERN);

  /**
   * @throws IllegalArgumentException when the text is not of that shape, or names the default one
   */
  public CatalogueName {
    if (!SHAPE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "the name of a catalogue is 1 to 32 of a-z, 0-9 and -, beginning with a letter or digit");
    }
    if (text.equals(Catalogues.DEFAULT)) {
      throw new IllegalArgumentException(
          "the catalogue default is there already, and shows everything: choose another name");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
