package dev.gatehouse.core.guardrails;

import dev.gatehouse.core.kind.Default;
import dev.gatehouse.core.kind.Doc;
import dev.gatehouse.core.kind.Key;
import dev.gatehouse.core.kind.Source;
import dev.gatehouse.core.leaks.SecretScanner;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the guardrail {@code secrets}.
 *
 * @param in which way to look
 * @param action what to do about a secret
 * @param tools globs of {@code server/name}
 * @param formats names of formats to look for, or with {@code !} before them to leave out
 * @param source where it was declared
 */
@Doc("Looks for credentials of known shape, and masks them or refuses the message.")
public record SecretsSettings(
    @Doc("Where to look: in the arguments of calls, in the results of servers, or in both.")
        @Default("both")
        In in,
    @Doc(
            "What to do: mask puts a word in the place of the secret, block refuses the message. A"
                + " secret that is the name of a member cannot be masked, so it is always refused.")
        @Default("mask")
        @Key("do")
        Action action,
    @Doc(
            value = "Which tools, prompts and resources: globs of server/name. Empty means all.",
            example = "[crm/*, files/read_*]")
        List<String> tools,
    @Doc(
            value =
                "Which formats to look for. Empty means all; names with ! before them are left out.",
            example = "[\"!json-web-token\"]")
        List<String> formats,
    Optional<Source> source) {
  private static final int MOST = 200;

  /** Which way to look. */
  public enum In {
    ARGUMENTS,
    RESULTS,
    BOTH;

    boolean covers(Part part) {
      return switch (this) {
        case ARGUMENTS -> part == Part.ARGUMENTS;
        case RESULTS -> part == Part.RESULT;
        case BOTH -> true;
      };
    }
  }

  /** What to do about a secret. */
  public enum Action {
    MASK,
    BLOCK
  }

  /**
   * Copies the lists and checks them.
   *
   * @throws IllegalArgumentException when a glob or the name of a format is not one
   */
  public SecretsSettings {
    tools = List.copyOf(tools);
    formats = List.copyOf(formats);
    if (tools.size() > MOST || formats.size() > MOST) {
      throw new IllegalArgumentException(
          "tools and formats take at most " + MOST + " entries each");
    }
    new TargetGlobs(tools);
    scannerOf(formats);
  }

  /** The scanner for the chosen formats. */
  SecretScanner scanner() {
    return scannerOf(formats);
  }

  private static SecretScanner scannerOf(List<String> formats) {
    if (formats.isEmpty()) {
      return SecretScanner.all();
    }
    var excluded =
        formats.stream()
            .filter(name -> name.startsWith("!"))
            .map(name -> name.substring(1))
            .toList();
    if (excluded.isEmpty()) {
      return SecretScanner.of(formats);
    }
    if (excluded.size() < formats.size()) {
      throw new IllegalArgumentException(
          "formats are either all named or all left out with !, not mixed");
    }
    SecretScanner.of(excluded);
    return SecretScanner.of(
        SecretScanner.names().stream().filter(name -> !excluded.contains(name)).toList());
  }
}
