package dev.gatehouse.core.audit;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A journal on disk is not what its signed heads say, so it is not written on: that would cover the
 * damage up.
 */
public final class AuditBroken extends IOException {
  AuditBroken(Path directory, String why) {
    super(
        "the audit journal in "
            + directory
            + " is damaged: "
            + why
            + ". Look at it with: gatehouse audit verify. To go on, move the directory aside and"
            + " keep it; a new journal is begun.");
  }
}
