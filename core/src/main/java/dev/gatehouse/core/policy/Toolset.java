package dev.gatehouse.core.policy;

import dev.gatehouse.core.kind.Source;
import java.util.List;

/**
 * A named selection of tools.
 *
 * @param tools globs of {@code server/tool}; a toolset does not name another one
 */
public record Toolset(List<String> tools, Source source) {
  public Toolset {
    tools = List.copyOf(tools);
  }
}
