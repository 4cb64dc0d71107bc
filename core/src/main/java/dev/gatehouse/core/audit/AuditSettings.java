package dev.gatehouse.core.audit;

import dev.gatehouse.core.kind.ByteSize;
import dev.gatehouse.core.kind.Default;
import dev.gatehouse.core.kind.Doc;
import java.time.Duration;

/** The block {@code audit:} of the settings. */
@Doc("How calls and changes are recorded.")
public record AuditSettings(
    @Doc(
            "What a record must survive before its call goes on: process (the end of the process), disk"
                + " (the loss of power) or quorum (the loss of the machine).")
        @Default("process")
        Level level,
    @Doc("How long records are kept; whole segments older than this are removed. 1d to 36500d.")
        @Default("400d")
        Duration keep,
    @Doc(
            "Size of one segment file; each lane has one open and up to two are prepared. 256KiB to"
                + " 1GiB.")
        @Default("8MiB")
        ByteSize segmentSize,
    @Doc("What becomes of a call that cannot be recorded: refuse or allow.") @Default("refuse")
        OnFailure onFailure,
    @Doc(
            "What is kept of the arguments of a call: none, digest (SHA-256) or redacted (digest and"
                + " masked text, shortened to 1KiB).")
        @Default("digest")
        KeptArguments arguments) {
  private static final long DAY = 86_400;

  /** What becomes of a call that cannot be recorded. */
  public enum OnFailure {
    REFUSE,
    ALLOW
  }

  /** What is kept of the arguments of a call. */
  public enum KeptArguments {
    NONE,
    DIGEST,
    REDACTED
  }

  /**
   * @throws IllegalArgumentException when a value is out of its range; the message says which
   */
  public AuditSettings {
    if (level == Level.QUORUM) {
      throw new IllegalArgumentException(
          "level quorum needs a plugin that acknowledges records on another machine, and none is"
              + " installed; use level disk");
    }
    if (keep.toSeconds() < DAY || keep.toSeconds() > 36_500 * DAY) {
      throw new IllegalArgumentException("keep is 1d to 36500d");
    }
    if (segmentSize.bytes() < 256 << 10
        || segmentSize.bytes() > 1 << 30
        || segmentSize.bytes() % 4096 != 0) {
      throw new IllegalArgumentException("segment-size is 256KiB to 1GiB, a multiple of 4KiB");
    }
  }

  /** What holds when the block is not written. */
  public static AuditSettings defaults() {
    return new AuditSettings(
        Level.PROCESS,
        Duration.ofDays(400),
        ByteSize.of("8MiB"),
        OnFailure.REFUSE,
        KeptArguments.DIGEST);
  }
}
