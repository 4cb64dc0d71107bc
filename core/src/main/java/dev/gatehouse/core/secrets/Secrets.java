package dev.gatehouse.core.secrets;

/** Resolves references. Thread-safe; may read a file. */
public interface Secrets {
  /**
   * The secret as it is now.
   *
   * @throws SecretMissing when there is none; the message names the reference and the remedy
   */
  Secret resolve(SecretReference reference);
}
