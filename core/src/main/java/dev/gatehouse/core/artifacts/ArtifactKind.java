package dev.gatehouse.core.artifacts;

/** What an organisation keeps versions of. */
public enum ArtifactKind {
  /** An MCP server, described by a {@code server.json}. */
  SERVER
}
