package dev.gatehouse.core.limits;

import dev.gatehouse.core.policy.Permit;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The one kind of admission there is: remembers what was taken. */
final class CountedAdmission implements Admission {
  private static final VarHandle ENDED;

  static {
    try {
      ENDED = MethodHandles.lookup().findVarHandle(CountedAdmission.class, "ended", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Permit permit;
  private final Tally[] taken;
  private int count;

  @SuppressWarnings("UnusedVariable") // by its handle
  private volatile boolean ended;

  /** Room for so many tallies; filled by one thread before anybody else sees it. */
  CountedAdmission(Permit permit, int room) {
    this.permit = permit;
    this.taken = new Tally[room];
  }

  void add(Tally tally) {
    taken[count++] = tally;
  }

  @Override
  public Permit permit() {
    return permit;
  }

  @Override
  public void close() {
    if (ENDED.compareAndSet(this, false, true)) {
      for (var at = 0; at < count; at++) {
        taken[at].end();
      }
    }
  }

  @Override
  public void giveBack() {
    if (ENDED.compareAndSet(this, false, true)) {
      for (var at = 0; at < count; at++) {
        taken[at].giveBack();
      }
    }
  }
}
