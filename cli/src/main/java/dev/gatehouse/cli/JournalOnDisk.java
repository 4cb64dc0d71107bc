package dev.gatehouse.cli;

import dev.gatehouse.cli.screen.Failure;
import dev.gatehouse.cli.screen.Progress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

  /**
   * What was found, as the admin API words it.
   *
   * @param unsealed records so new that no signature covers them yet
   * @param signedBy name of the key that signed the newest head, empty when there is none
   * @param bad what is wrong, in words; empty when all is whole
   */
  record Verified(
      boolean whole,
      long segments,
      long records,
      long unsealed,
      Optional<Instant> from,
      Optional<Instant> to,
      String signedBy,
      long bytes,
      long millis,
      List<String> bad) {
    public Verified {
      bad = List.copyOf(bad);
    }
  }
}
