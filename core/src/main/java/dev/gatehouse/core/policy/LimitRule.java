package dev.gatehouse.core.policy;

import dev.gatehouse.core.kind.Doc;
import dev.gatehouse.core.kind.Source;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How much or how often, as plain data; {@code core.limits} counts. Either {@code calls} with
 * {@code per}, or {@code concurrent}.
 */
@Doc("A limit: so many calls per time, or so many at once.")
public record LimitRule(
    @Doc(value = "Calls allowed per time, 1 to 1,000,000,000; needs per.", example = "600")
        Optional<Integer> calls,
    @Doc(
            value = "The time over which used calls come back evenly, 1s to 31d; needs calls.",
            example = "1m")
        Optional<Duration> per,
    @Doc(value = "Calls under way at once, 1 to 1,000,000.", example = "8")
        Optional<Integer> concurrent,
    @Doc(value = "Counts only these tools: globs of server/tool.", example = "crm/update_*")
        List<String> tools,
    @Doc(
            "Who shares one count: caller, role, server, tool or everyone. Without it, each caller"
                + " has a count of its own, and a limit of a server has one count for the server.")
        Optional<By> by,
    Source source) {
  /** Who shares one count. */
  public enum By {
    /** Each caller has its own. */
    CALLER,
    /** All callers that hold the role in which the limit stands share one. */
    ROLE,
    /** All calls to one server share one. */
    SERVER,
    /** All calls of one tool share one. */
    TOOL,
    /** All calls share one. */
    EVERYONE
  }

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(31);

  /**
   * @throws IllegalArgumentException when it is neither of the two shapes, or out of range
   */
  public LimitRule {
    tools = List.copyOf(tools);
    if (calls.isPresent() == concurrent.isPresent() || calls.isPresent() != per.isPresent()) {
      throw new IllegalArgumentException(
          "a limit is either { calls: 600, per: 1m } or { concurrent: 8 }");
    }
    if (calls.isPresent() && (calls.get() < 1 || calls.get() > 1_000_000_000)) {
      throw new IllegalArgumentException("calls is 1 to 1,000,000,000");
    }
    if (concurrent.isPresent() && (concurrent.get() < 1 || concurrent.get() > 1_000_000)) {
      throw new IllegalArgumentException("concurrent is 1 to 1,000,000");
    }
    if (per.isPresent()
        && (per.get().compareTo(SHORTEST) < 0 || per.get().compareTo(LONGEST) > 0)) {
      throw new IllegalArgumentException("per is 1s to 31d");
    }
  }
}
