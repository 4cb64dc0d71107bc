package dev.gatehouse.conformance;

/** A revision of MCP that the official suite has a frozen set of required scenarios for. */
enum Revision {
  LEGACY("2025-11-25"),
  MODERN("2026-07-28");

  private final String text;

  Revision(String text) {
    this.text = text;
  }

  /** As it stands in messages. */
  String text() {
    return text;
  }
}
