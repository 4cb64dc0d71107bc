package dev.gatehouse.core.store;

/** A store cannot be used. The message names the file or server, the cause and the remedy. */
public final class StoreFailed extends RuntimeException {
  public StoreFailed(String message) {
    super(message);
  }

  public StoreFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
