package dev.gatehouse.protocol;

/**
 * The two ways of speaking MCP: with a handshake and sessions, or with every request on its own.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/versioning">versioning</a>
 */
public enum Era {
  /** Revisions up to 2025-11-25: {@code initialize}, sessions, server-initiated requests. */
  LEGACY,
  /** Revisions from 2026-07-28 on: stateless, each request carries version and capabilities. */
  MODERN
}
