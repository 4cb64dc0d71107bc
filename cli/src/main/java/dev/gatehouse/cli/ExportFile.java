package dev.gatehouse.cli;

import java.util.Arrays;
import java.util.List;

/** The files that a gateway makes of what is approved: for whom, and where they go. */
enum ExportFile {
  CLAUDE(
      "claude",
      "claude-managed-settings.json",
      "managed-settings.json of Claude Code, in /etc/claude-code or its like"),
  CLAUDE_MCP(
      "claude-mcp",
      "managed-mcp.json",
      "managed-mcp.json of Claude Code, in /etc/claude-code or its like"),
  COPILOT(
      "copilot",
      "copilot-managed-settings.json",
      "managed-settings.json of GitHub Copilot and VS Code"),
  CURSOR("cursor", "cursor-links.json", "links that install a server in Cursor"),
  VSCODE("vscode", "vscode-links.json", "links that install a server in VS Code"),
  KIRO("kiro", "kiro.json", "the MCP registry of Kiro, at an https address of yours"),
  MARKETPLACE(
      "marketplace",
      "marketplace.json",
      ".claude-plugin/marketplace.json of a repository, for Claude Code"),
  AI_CATALOG("ai-catalog", "ai-catalog.json", "an AI Catalog, with the servers' cards"),
  NAMES("names", "names.json", "which short name stands for which server, and what is left out");

  private final String word;
  private final String file;
  private final String purpose;

  ExportFile(String word, String file, String purpose) {
    this.word = word;
    this.file = file;
    this.purpose = purpose;
  }

  /** As it is written on the command line. */
  String word() {
    return word;
  }

  /** What the gateway calls it. */
  String file() {
    return file;
  }

  /** What it is for. */
  String purpose() {
    return purpose;
  }

  /** All words. */
  static List<String> words() {
    return Arrays.stream(values()).map(ExportFile::word).toList();
  }
}
