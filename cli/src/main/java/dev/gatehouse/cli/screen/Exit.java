package dev.gatehouse.cli.screen;

/** How a command ends, for scripts. */
public enum Exit {
  /** Done, or the answer is yes. */
  YES(0),
  /** It did not work. */
  FAILURE(1),
  /** The command line is wrong. */
  USAGE(2),
  /** Policy says no. */
  REFUSED(3),
  /** The evidence is not what was written. */
  BROKEN(4);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  /** The process's exit code. */
  public int code() {
    return code;
  }
}
