package dev.gatehouse.cli;

import dev.gatehouse.cli.screen.Failure;
import dev.gatehouse.cli.screen.Progress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads a journal without a gateway, for whoever holds only the files. */
@FunctionalInterface
public interface JournalOnDisk {
  /** For a program without the journal's code. */
  JournalOnDisk NONE =
      (directory, _) -> {
        throw Failure.failed(
            "this program cannot read journals",
            "ask a gateway: leave --dir " + directory + " out");
      };

  /**
   * Checks a whole journal.
   *
   * @param progress told how many bytes have been read
   * @throws Failure when there is no journal, or it cannot be read
   */
  Verified verify(Path directory, Progress progress);

  /** What was found, as the admin API words it. */
  record Verified(
      boolean whole,
      int segments,
      long records,
      Optional<Instant> from,
      Optional<Instant> to,
      Optional<String> signedBy,
      long millis,
      OptionalLong bytes,
      Optional<String> first) {}
}
