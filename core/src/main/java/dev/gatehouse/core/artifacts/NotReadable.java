package dev.gatehouse.core.artifacts;

/** A document that nothing can be made of; the message says why, and never repeats it. */
public final class NotReadable extends Exception {
  private static final long serialVersionUID = 1L;

  NotReadable(String why) {
    super(why, null, false, false);
  }
}
