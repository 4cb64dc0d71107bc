package dev.gatehouse.core.policy;

import dev.gatehouse.core.kind.Source;
import dev.gatehouse.core.kind.Written;
import java.util.List;

/**
 * A named selection of tools.
 *
 * @param tools globs of {@code server/tool}; a toolset does not name another one
 */
@Written(example = "[crm/search_*, crm/get_*]")
public record Toolset(List<String> tools, Source source) {
  public Toolset {
    tools = List.copyOf(tools);
  }
}
