package dev.gatehouse.core.secrets;

/** A reference leads nowhere. The message names the reference and the remedy, never a secret. */
public final class SecretMissing extends RuntimeException {
  public SecretMissing(String message) {
    super(message);
  }
}
