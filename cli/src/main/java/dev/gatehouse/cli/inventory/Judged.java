package dev.gatehouse.cli.inventory;

import dev.gatehouse.core.inventory.Finding;
import dev.gatehouse.core.inventory.Found;
import dev.gatehouse.core.inventory.Judge.Verdict;
import java.util.Optional;

/** A server that was found, and what is to be said of it. */
public record Judged(Found found, Verdict verdict) {
  /** How grave its gravest finding is. */
  public Optional<Finding.Severity> severity() {
    return verdict.findings().stream()
        .map(finding -> finding.kind().severity())
        .sorted()
        .findFirst();
  }
}
