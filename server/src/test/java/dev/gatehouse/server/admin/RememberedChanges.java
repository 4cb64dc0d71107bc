package dev.gatehouse.server.admin;

import dev.gatehouse.core.identity.Caller;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it is told, in order; it can be made to fail. */
public final class RememberedChanges implements ChangeLog {
  private final List<String> lines = new ArrayList<>();
  private boolean fails;

  /** What was told. */
  public List<String> lines() {
    return lines;
  }

  /** Whether it cannot write from now on. */
  public void failing(boolean now) {
    fails = now;
  }

  @Override
  public Pending begin(Caller by, String action, String subject) {
    if (fails) {
      throw new IllegalStateException("disk full");
    }
    lines.add("begin " + action + " " + subject);
    return new Pending() {
      @Override
      public String reference() {
        return "r-" + lines.size();
      }

      @Override
      public void done() {
        lines.add("done " + action);
      }

      @Override
      public void failed(String why) {
        lines.add("failed " + action + ": " + why);
      }
    };
  }

  @Override
  public void refused(Caller by, String what) {
    lines.add("refused " + by.agent().orElse("") + " " + what);
  }
}
