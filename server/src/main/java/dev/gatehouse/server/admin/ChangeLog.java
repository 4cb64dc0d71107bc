package dev.gatehouse.server.admin;

import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.server.http.Declined;
import java.util.function.Function;
import java.util.function.Supplier;

/** Records what administrators change. Thread-safe; may block. */
public interface ChangeLog {
  /**
   * Records that a change is about to be made.
   *
   * @param action for example {@code key.create}
   * @param subject what is changed, without secrets
   * @throws RuntimeException when it cannot be recorded; the change is then not made
   */
  Pending begin(Caller by, String action, String subject);

  /** Records that a caller without the role asked for something. */
  void refused(Caller by, String what);

  /** A change of which the outcome is not known yet; exactly one of its outcomes is called. */
  interface Pending {
    /** The record's reference, for example {@code r-7f3k2m}. */
    String reference();

    /** It was made. */
    void done();

    /** It was not made, or not wholly. */
    void failed(String why);
  }

  /** A change that was made, and the reference of its record. */
  record Made<T>(T outcome, String reference) {}

  /**
   * Records a change, makes it, and records what came of it. What cannot be recorded is not made.
   *
   * @param change what it throws reaches the caller, after it was recorded
   * @param unrecorded what the caller hears when nothing could be recorded
   */
  default <T> Made<T> making(
      Caller by,
      String action,
      String subject,
      Supplier<T> change,
      Function<RuntimeException, Declined> unrecorded) {
    Pending pending;
    try {
      pending = begin(by, action, subject);
    } catch (RuntimeException e) {
      throw unrecorded.apply(e);
    }
    T outcome;
    try {
      outcome = change.get();
    } catch (RuntimeException | Error e) {
      pending.failed(e instanceof Declined declined ? declined.problem().detail() : e.toString());
      throw e;
    }
    pending.done();
    return new Made<>(outcome, pending.reference());
  }
}
