package dev.gatehouse.core.pins;

import dev.gatehouse.core.registry.Pin;
import java.util.Set;

/**
 * Looks for what is dangerous in the texts of a definition. Thread-safe; must not block, and takes
 * time linear in the text.
 */
@FunctionalInterface
public interface TextScan {
  /** Looks for nothing. */
  TextScan NONE = _ -> Set.of();

  /** What it finds, in words; equal findings are equal words. */
  Set<String> findings(Pin.Item item);
}
