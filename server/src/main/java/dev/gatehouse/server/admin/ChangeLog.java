package dev.gatehouse.server.admin;

import dev.gatehouse.core.identity.Caller;

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
}
