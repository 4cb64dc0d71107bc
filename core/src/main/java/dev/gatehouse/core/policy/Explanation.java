package dev.gatehouse.core.policy;

import dev.gatehouse.core.registry.Target;
import java.util.List;
import java.util.Optional;

/**
 * Why a call is allowed or not, for people who may see rules; never for the caller.
 *
 * @param verdict what was decided
 * @param target about what
 * @param grant the grant that allows, or that comes nearest; empty when no role grants the target
 * @param forbid the forbid that applies, or may apply when arguments are not known
 * @param values what the shown conditions read, each with its value, shortened to 100 characters
 * @param allowedIf what would have to be otherwise, as the end of a sentence; empty when the call
 *     is allowed or no condition could make it so
 */
public record Explanation(
    Verdict verdict,
    Target target,
    Optional<Rule> grant,
    Optional<Rule> forbid,
    List<Value> values,
    Optional<String> allowedIf) {
  /** What was decided. */
  public enum Verdict {
    /** The call may pass. */
    ALLOWED,
    /** It depends on arguments or request, which were not given. */
    DEPENDS,
    /** A condition on this call says no. */
    REFUSED,
    /** For this caller the target does not exist, whatever the arguments. */
    UNKNOWN
  }

  /**
   * A rule that took part.
   *
   * @param path in the settings, for example {@code roles.agent.grants[1]}
   * @param place file and line, empty when not from a file
   * @param selects its globs and toolsets, as written
   * @param when its condition, as written
   * @param unless its exception, as written; only forbids have one
   * @param undecided why a condition of it could not be decided, when that is so
   */
  public record Rule(
      String path,
      String place,
      List<String> selects,
      Optional<String> when,
      Optional<String> unless,
      Optional<String> undecided) {
    public Rule {
      selects = List.copyOf(selects);
    }
  }

  /**
   * A fact that a condition read.
   *
   * @param name as in the condition, for example {@code args.priority}
   * @param value texts in quotes; {@code not given} without quotes when there is none
   */
  public record Value(String name, String value) {}

  public Explanation {
    values = List.copyOf(values);
  }
}
