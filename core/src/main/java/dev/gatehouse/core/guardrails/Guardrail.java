package dev.gatehouse.core.guardrails;

import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.Target;

/**
 * A rule about what may stand in arguments or results. Safe for use by many threads; never blocks
 * the thread, never keeps what it is shown. Pluggable: a {@link dev.gatehouse.core.kind.Kind} makes
 * one of its settings.
 */
public interface Guardrail {
  /** Path of this guardrail in the settings, for records and refusals. */
  String rule();

  /** Whether this guardrail concerns messages of this kind to or from this target. */
  boolean watches(Part part, Target target);

  /**
   * Whether this guardrail concerns any target of this server. It is then also shown messages that
   * belong to no target: what a server says of itself, of its tools, or outside of any call, and
   * what a client answers to its questions. Never false where {@link #watches(Part, Target)} is
   * true for a target of the server.
   */
  boolean watches(Part part, ServerName server);

  /**
   * A quick look at the raw JSON, asked of every message: false says that no string in it can be
   * objected to, whatever escapes it is written with, and nothing more is asked.
   */
  boolean mayObject(byte[] json, int from, int to);

  /**
   * Looks at one string and says on the {@link Passage} what is to be done.
   *
   * @throws dev.gatehouse.core.refusal.Refused when the message may not pass, see {@link
   *     Passage#block}
   */
  void inspect(Passage passage);
}
