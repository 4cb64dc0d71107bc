package dev.gatehouse.core.refusal;

/**
 * Carries a refusal from the stage that says no to the one place that answers. Has no stack trace.
 */
public final class Refused extends RuntimeException {
  private final transient Refusal refusal;

  public Refused(Refusal refusal) {
    super(refusal.kind(), null, false, false);
    this.refusal = refusal;
  }

  public Refusal refusal() {
    return refusal;
  }
}
