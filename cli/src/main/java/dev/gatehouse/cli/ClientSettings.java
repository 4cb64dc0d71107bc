package dev.gatehouse.cli;

import dev.gatehouse.cli.remote.Remote;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.node.ObjectNode;

/** The MCP clients whose settings are known: which file, and what to write into it. */
enum ClientSettings {
  CLAUDE_CODE("claude-code", "Claude Code", ".mcp.json of a project", "json"),
  CURSOR("cursor", "Cursor", "~/.cursor/mcp.json", "json"),
  VSCODE("vscode", "VS Code", ".vscode/mcp.json", "json"),
  CODEX("codex", "Codex", "~/.codex/config.toml", "toml"),
  GEMINI_CLI("gemini-cli", "Gemini CLI", "~/.gemini/settings.json", "json"),
  KIRO("kiro", "Kiro", "~/.kiro/settings/mcp.json", "json"),
  CLAUDE_DESKTOP("claude-desktop", "Claude Desktop", "claude_desktop_config.json", "json");

  private static final String NAME = "gatehouse";

  private final String word;
  private final String title;
  private final String file;
  private final String format;

  ClientSettings(String word, String title, String file, String format) {
    this.word = word;
    this.title = title;
    this.file = file;
    this.format = format;
  }

  /** As it is written on the command line. */
  String word() {
    return word;
  }

  /** As its makers call it. */
  String title() {
    return title;
  }

  /** Where its settings are. */
  String file() {
    return file;
  }

  /** {@code json} or {@code toml}. */
  String format() {
    return format;
  }

  /**
   * The settings, to be put into the file as they are.
   *
   * @param gateway its address, without a path of MCP
   * @param program how a client that only starts programs starts this one
   */
  String text(String gateway, String key, String program) {
    var url = gateway + "/mcp";
    return switch (this) {
      case CLAUDE_CODE -> inside("mcpServers", server("http", "url", url, key));
      case CURSOR, KIRO -> inside("mcpServers", server("", "url", url, key));
      case VSCODE -> inside("servers", server("http", "url", url, key));
      // There "url" would mean the older transport with server-sent events.
      case GEMINI_CLI -> inside("mcpServers", server("", "httpUrl", url, key));
      case CODEX -> codex(url, key);
      case CLAUDE_DESKTOP -> inside("mcpServers", started(program, gateway, key));
    };
  }

  /** All words. */
  static List<String> words() {
    return Arrays.stream(values()).map(ClientSettings::word).toList();
  }

  /** Here {@code headers} would be read over without a word. */
  private static String codex(String url, String key) {
    return "[mcp_servers."
        + NAME
        + "]\nurl = "
        + quoted(url)
        + "\nhttp_headers = { Authorization = "
        + quoted("Bearer " + key)
        + " }";
  }

  private static ObjectNode server(String type, String urlMember, String url, String key) {
    var server = Remote.JSON.createObjectNode();
    if (!type.isEmpty()) {
      server.put("type", type);
    }
    server.put(urlMember, url);
    server.putObject("headers").put("Authorization", "Bearer " + key);
    return server;
  }

  /** The key goes by the environment, which other users of the machine cannot read. */
  private static ObjectNode started(String program, String gateway, String key) {
    var server = Remote.JSON.createObjectNode().put("command", program);
    server.putArray("args").add("stdio").add("--at").add(gateway);
    server.putObject("env").put("GATEHOUSE_KEY", key);
    return server;
  }

  private static String inside(String member, ObjectNode server) {
    var settings = Remote.JSON.createObjectNode();
    settings.putObject(member).set(NAME, server);
    return Remote.JSON
        .writer()
        .with(SerializationFeature.INDENT_OUTPUT)
        .writeValueAsString(settings);
  }

  /** A TOML basic string; JSON's escapes are among TOML's. */
  private static String quoted(String text) {
    return Remote.JSON.writeValueAsString(text);
  }
}
