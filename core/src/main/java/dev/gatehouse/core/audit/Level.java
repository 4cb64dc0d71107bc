package dev.gatehouse.core.audit;

import org.jspecify.annotations.Nullable;

/** What "written" means. Named in the header of every segment. */
public enum Level {
  /**
   * In the memory of the operating system: survives the end of the process. Forced to disk by a
   * background thread every 20 ms.
   */
  PROCESS(0),
  /** Forced to disk by group commit: survives the loss of power. */
  DISK(1),
  /** Acknowledged by another machine: survives the loss of this one. */
  QUORUM(2);

  private final int code;

  Level(int code) {
    this.code = code;
  }

  /** How headers of segments say it. */
  int code() {
    return code;
  }

  static @Nullable Level of(int code) {
    for (var level : values()) {
      if (level.code == code) {
        return level;
      }
    }
    return null;
  }
}
