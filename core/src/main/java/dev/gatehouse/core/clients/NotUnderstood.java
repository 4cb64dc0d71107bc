package dev.gatehouse.core.clients;

/** A file of which nothing can be made; the message says why and quotes nothing of it. */
public final class NotUnderstood extends Exception {
  private static final long serialVersionUID = 1;

  NotUnderstood(String message) {
    super(message);
  }
}
