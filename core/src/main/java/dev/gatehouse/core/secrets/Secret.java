package dev.gatehouse.core.secrets;

/** A secret in memory; prints as {@code Secret[redacted]}. Compare with {@code MessageDigest}. */
public final class Secret {
  private final String text;

  public Secret(String text) {
    this.text = text;
  }

  /** The secret itself: hand it to the wire at once, keep it nowhere. */
  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "Secret[redacted]";
  }
}
