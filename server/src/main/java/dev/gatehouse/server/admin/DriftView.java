package dev.gatehouse.server.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was pinned of a server, and what is different now.
 *
 * @param mode {@code warn}, {@code block} or {@code pinned}
 * @param pin what was pinned, when anything was
 * @param count how many items are different
 * @param meaning the gravest: {@code breaking}, {@code additive} or {@code cosmetic}
 * @param changes the gravest first; empty in lists of servers
 */
public record DriftView(
    String mode,
    Optional<PinView> pin,
    int count,
    Optional<String> meaning,
    List<ChangeView> changes) {
  public DriftView {
    changes = List.copyOf(changes);
  }

  /** The same for a list of servers. */
  DriftView inAList() {
    return new DriftView(mode, pin, count, meaning, List.of());
  }

  /**
   * What was pinned.
   *
   * @param by who approved it, or {@code first use}
   * @param items how many
   * @param toolsHash of all tools together
   * @param definitionsHash of all that an approval binds
   */
  public record PinView(
      String by, Instant at, int items, String toolsHash, String definitionsHash) {}

  /**
   * One item that is different.
   *
   * @param kind {@code tool}, {@code prompt}, {@code template}, {@code resource} or {@code
   *     instructions}
   * @param edits at most 100
   */
  public record ChangeView(String kind, String name, String meaning, List<EditView> edits) {
    public ChangeView {
      edits = List.copyOf(edits);
    }
  }

  /**
   * One difference.
   *
   * @param path where in the definition; empty for the whole
   * @param before as pinned, at most 2,000 characters
   * @param after as it is, at most 2,000 characters
   */
  public record EditView(
      String path, String meaning, Optional<String> before, Optional<String> after) {}
}
