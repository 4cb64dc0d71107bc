package dev.gatehouse.core.pins;

import dev.gatehouse.core.registry.Pin;
import java.util.List;
import java.util.Optional;

/**
 * How one item differs from its pin.
 *
 * @param kind what it is
 * @param name its name, uri or uriTemplate
 * @param meaning the gravest of all its edits
 * @param now the hash of its definition as it is now; empty when it is gone
 * @param edits what is different; at most {@link Edits#MOST}
 */
public record Change(
    Pin.Kind kind, String name, DriftClass meaning, Optional<String> now, List<Edit> edits) {
  public Change {
    edits = List.copyOf(edits);
  }

  /**
   * One difference.
   *
   * @param path where, for example {@code inputSchema.properties.limit.type}; empty for the whole
   * @param before as it was pinned, shortened; empty when it was not there
   * @param after as it is now, shortened; empty when it is gone
   */
  public record Edit(
      String path, DriftClass meaning, Optional<String> before, Optional<String> after) {}
}
