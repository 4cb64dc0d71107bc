package dev.gatehouse.core.policy;

import dev.gatehouse.core.registry.Target;
import java.util.Map;

/**
 * The arguments of the tools whose input schemas are known: what conditions are checked against.
 *
 * @param arguments by tool: names and types of its arguments. A tool that takes more names than it
 *     declares must be left out.
 */
public record ToolSchemas(Map<Target, Map<String, ArgumentType>> arguments) {
  /** No schema is known. */
  public static final ToolSchemas NONE = new ToolSchemas(Map.of());

  public ToolSchemas {
    arguments = Map.copyOf(arguments);
  }
}
