package dev.gatehouse.core.waiting;

/** Whether the thread that runs a stage may wait: an event loop may not, a virtual thread may. */
public enum Waiting {
  FORBIDDEN,
  ALLOWED;

  /**
   * Says that what follows would block.
   *
   * @throws MustWait when this thread may not wait
   */
  public void begins() {
    if (this == FORBIDDEN) {
      throw MustWait.NOW;
    }
  }
}
