package dev.gatehouse.core.waiting;

/**
 * Thrown on an event loop by a stage that lacks a fact and would have to wait for it. The one place
 * that catches it runs the same call again from its start on a virtual thread, where waiting is
 * free. One preallocated instance without a stack trace: leaving costs nothing.
 */
public final class MustWait extends RuntimeException {
  @SuppressWarnings("StaticAssignmentOfThrowable") // stackless on purpose, see above
  static final MustWait NOW = new MustWait();

  private MustWait() {
    super("this stage must wait", null, false, false);
  }
}
