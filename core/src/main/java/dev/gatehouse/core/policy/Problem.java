package dev.gatehouse.core.policy;

import dev.gatehouse.core.kind.Source;

/**
 * Something wrong with a rule.
 *
 * @param severity whether the rule can be used
 * @param source where
 * @param message what is wrong
 * @param remedy what to do, empty when the message says it all
 */
public record Problem(Severity severity, Source source, String message, String remedy) {
  /** What a problem does to its rule. */
  public enum Severity {
    /** The rule cannot be used: a grant gives nothing, a forbid always applies. */
    ERROR,
    /** The rule is used as it stands, but against the tools as they are now it looks wrong. */
    WARNING
  }

  /** Whether the rule cannot be used. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  static Problem error(Source source, String message, String remedy) {
    return new Problem(Severity.ERROR, source, message, remedy);
  }

  static Problem warning(Source source, String message, String remedy) {
    return new Problem(Severity.WARNING, source, message, remedy);
  }

  @Override
  public String toString() {
    return source + ": " + message + (remedy.isEmpty() ? "" : " " + remedy);
  }
}
