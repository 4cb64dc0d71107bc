package dev.gatehouse.core.secrets;

/**
 * Where a secret is: {@code file:/path} (its whole content without the last line end) or {@code
 * env:NAME}.
 *
 * @param text the reference as it stands in the settings
 */
public record SecretReference(String text) {
  /**
   * @throws IllegalArgumentException when the text is not a reference; the message does not repeat
   *     it, since it may be a secret written in the wrong place
   */
  public SecretReference {
    var known =
        (text.startsWith("file:") && text.length() > 5)
            || (text.startsWith("env:") && text.length() > 4);
    if (!known) {
      throw new IllegalArgumentException(
          "a secret is given by reference: file:/path/to/secret or env:NAME");
    }
  }
}
