package dev.gatehouse.server.settings;

import dev.gatehouse.core.kind.Written;
import dev.gatehouse.core.secrets.SecretReference;
import java.util.Optional;

/**
 * The value of an environment variable: plain text, or a secret by reference.
 *
 * @param text as it stands in the settings
 */
@Written(example = "env:GITHUB_TOKEN")
public record EnvironmentValue(String text) {
  private static final int LONGEST = 8_000;

  /**
   * @throws IllegalArgumentException when it holds a secret written out, or cannot be a variable;
   *     the message does not repeat it
   */
  public EnvironmentValue {
    if (text.length() > LONGEST || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "a variable has at most 8000 characters and no NUL character");
    }
    if (PlainSecret.looksLike(text)) {
      throw new IllegalArgumentException(
          "this is a secret; give it by reference: file:/path/to/secret or env:NAME");
    }
    var begunAsOne = text.startsWith("file:") || text.startsWith("env:");
    if (begunAsOne && !SecretReference.isOne(text)) {
      throw new IllegalArgumentException(
          "a secret is given by reference: file:/path/to/secret or env:NAME");
    }
  }

  /** The reference, unless it is plain text. */
  public Optional<SecretReference> reference() {
    return SecretReference.isOne(text) ? Optional.of(new SecretReference(text)) : Optional.empty();
  }

  /** Shows a reference, never plain text. */
  @Override
  public String toString() {
    return reference().map(SecretReference::text).orElse("(plain text)");
  }
}
