package dev.gatehouse.core.limits;

import dev.gatehouse.core.policy.Permit;

/**
 * One call is within its limits. Only this room makes one, so holding one is evidence of the check.
 * Safe for all threads. Whichever of {@link #close} and {@link #giveBack} comes first counts; all
 * that comes after it does nothing.
 */
public sealed interface Admission extends AutoCloseable permits CountedAdmission {
  /** What was admitted. */
  Permit permit();

  /** The call has ended: it is no longer under way. */
  @Override
  void close();

  /** The call never left: it is no longer under way and does not count as one. */
  void giveBack();
}
