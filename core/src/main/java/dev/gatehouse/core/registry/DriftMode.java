package dev.gatehouse.core.registry;

/** What becomes of a server whose definitions are not those that were pinned any more. */
public enum DriftMode {
  /** All goes on; the change is recorded and shown. */
  WARN,
  /** What has changed is neither listed nor callable, and what is new stays hidden. */
  BLOCK,
  /**
   * What has changed is listed as it was pinned, and callable unless the change is breaking; what
   * is new stays hidden.
   */
  PINNED
}
