package dev.gatehouse.core.audit;

/**
 * Takes secrets out of a text before it becomes durable. Called for every text that a caller or an
 * upstream can choose, on the appending thread: must not block, and must be thread-safe.
 */
@FunctionalInterface
public interface Redactor {
  /** The text as it may be kept; the same object when there is nothing to mask. */
  String redact(String text);
}
