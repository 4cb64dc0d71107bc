package dev.gatehouse.core.secrets;

import dev.gatehouse.core.kind.Written;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a secret is: {@code file:/path} (its whole content without the last line end) or {@code
 * env:NAME}.
 *
 * @param text the reference as it stands in the settings
 */
@Written(pattern = SecretReference.PATTERN, example = "file:/run/secrets/token")
public record SecretReference(String text) {
  /** What the text of a reference matches. */
  public static final String PATTERN = "(?:file:[^\\u0000-\\u001f]+|env:[A-Za-z_][A-Za-z0-9_]*)";

  private static final Pattern SHAPE = Pattern.compile(PATTERN);

  /**
   * @throws IllegalArgumentException when the text is not a reference; the message does not repeat
   *     it, since it may be a secret written in the wrong place
   */
  public SecretReference {
    if (!isOne(text)) {
      throw new IllegalArgumentException(
          "a secret is given by reference: file:/path/to/secret or env:NAME");
    }
  }

  /** Whether a text is a reference. */
  public static boolean isOne(String text) {
    return SHAPE.matcher(text).matches() && pathOf(text).isPresent() == text.startsWith("file:");
  }

  /** The file that it names; empty for an environment variable. */
  public Optional<Path> file() {
    return pathOf(text);
  }

  private static Optional<Path> pathOf(String text) {
    if (!text.startsWith("file:")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(text.substring("file:".length())));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
