package dev.gatehouse.server.settings;

/** A settings file was left as it is. The message says why and what to do instead. */
public final class NotEdited extends Exception {
  public NotEdited(String message) {
    super(message, null, false, false);
  }
}
