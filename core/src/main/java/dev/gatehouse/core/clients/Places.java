package dev.gatehouse.core.clients;

import dev.gatehouse.core.clients.Place.Form;
import dev.gatehouse.core.clients.Place.Language;
import dev.gatehouse.core.clients.Place.Os;
import dev.gatehouse.core.clients.Place.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.stream.Stream;

/** All places that are known, as a table. */
public final class Places {
  private static final Form MCP_SERVERS = json("mcpServers");
  private static final Form SERVERS = json("servers");

  /** A project's {@code .mcp.json} is read by Claude Code and by Visual Studio. */
  private static final Form EITHER = json("mcpServers", "servers");

  private static final String CODE = "Code/User/";

  /** Every place. */
  public static final List<Place> ALL =
      Stream.of(visualStudioCode(), anthropic(), editors(), terminals(), desktops())
          .flatMap(List::stream)
          .toList();

  private Places() {}

  private static List<Place> visualStudioCode() {
    var places = new ArrayList<Place>();
    for (var folder : List.of("Code", "Code - Insiders", "VSCodium")) {
      var client = folder.equals("Code") ? "VS Code" : folder.replace("Code -", "VS Code");
      places.add(config(client, folder + "/User/mcp.json", SERVERS));
      places.add(config(client, folder + "/User/profiles/*/mcp.json", SERVERS));
      places.add(config(client, folder + "/User/settings.json", json("mcp/servers")));
    }
    places.add(home("VS Code", ".vscode-server/data/User/mcp.json", SERVERS));
    places.add(project("VS Code", ".vscode/mcp.json", SERVERS));
    var inContainer = json("customizations/vscode/mcp/servers");
    places.add(project("VS Code", ".devcontainer/devcontainer.json", inContainer));
    places.add(project("VS Code", ".devcontainer.json", inContainer));
    var storage = CODE + "globalStorage/";
    places.add(
        config(
            "Cline",
            storage + "saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
            MCP_SERVERS));
    places.add(
        config(
            "Roo Code",
            storage + "rooveterinaryinc.roo-cline/settings/mcp_settings.json",
            MCP_SERVERS));
    places.add(project("Roo Code", ".roo/mcp.json", MCP_SERVERS));
    places.add(home("Visual Studio", ".mcp.json", EITHER));
    places.add(project("Visual Studio", ".vs/mcp.json", SERVERS));
    return places;
  }

  private static List<Place> anthropic() {
    var managed = new EnumMap<Os, String>(Os.class);
    managed.put(Os.LINUX, "etc/claude-code/managed-mcp.json");
    managed.put(Os.MACOS, "Library/Application Support/ClaudeCode/managed-mcp.json");
    managed.put(Os.WINDOWS, "Program Files/ClaudeCode/managed-mcp.json");
    return List.of(
        config("Claude Desktop", "Claude/claude_desktop_config.json", MCP_SERVERS),
        config("Claude Desktop", "Claude/Claude Extensions/*/manifest.json", json("server")),
        home("Claude Code", ".claude.json", json("mcpServers", "projects/*/mcpServers")),
        project("Claude Code", ".mcp.json", EITHER),
        new Place("Claude Code", Scope.DEVICE, managed, MCP_SERVERS));
  }

  private static List<Place> editors() {
    var zed = new EnumMap<Os, String>(Os.class);
    zed.put(Os.LINUX, ".config/zed/settings.json");
    zed.put(Os.MACOS, ".config/zed/settings.json");
    zed.put(Os.WINDOWS, "AppData/Roaming/Zed/settings.json");
    var continued =
        new Form(
            Language.YAML,
            List.of(List.of("mcpServers"), List.of("experimental", "modelContextProtocolServers")));
    return List.of(
        home("Cursor", ".cursor/mcp.json", MCP_SERVERS),
        project("Cursor", ".cursor/mcp.json", MCP_SERVERS),
        home("Windsurf", ".codeium/windsurf/mcp_config.json", MCP_SERVERS),
        home("Windsurf for JetBrains", ".codeium/mcp_config.json", MCP_SERVERS),
        home("Continue", ".continue/config.yaml", continued),
        project("Continue", ".continue/mcpServers/*.yaml", continued),
        new Place("Zed", Scope.HOME, zed, json("context_servers")),
        project("Zed", ".zed/settings.json", json("context_servers")),
        home("Antigravity", ".gemini/antigravity/mcp_config.json", MCP_SERVERS),
        home("Junie", ".junie/mcp/mcp.json", MCP_SERVERS),
        project("Junie", ".junie/mcp/mcp.json", MCP_SERVERS),
        home("Kiro", ".kiro/settings/mcp.json", MCP_SERVERS),
        project("Kiro", ".kiro/settings/mcp.json", MCP_SERVERS),
        config("Trae", "Trae/User/mcp.json", MCP_SERVERS),
        home("Qoder", ".qoder/mcp.json", MCP_SERVERS));
  }

  private static List<Place> terminals() {
    var goose = new EnumMap<Os, String>(Os.class);
    goose.put(Os.LINUX, ".config/goose/config.yaml");
    goose.put(Os.MACOS, ".config/goose/config.yaml");
    goose.put(Os.WINDOWS, "AppData/Roaming/Block/goose/config/config.yaml");
    var codex = new Form(Language.TOML, List.of(List.of("mcp_servers")));
    return List.of(
        home("Gemini CLI", ".gemini/settings.json", MCP_SERVERS),
        project("Gemini CLI", ".gemini/settings.json", MCP_SERVERS),
        home("Codex", ".codex/config.toml", codex),
        project("Codex", ".codex/config.toml", codex),
        home("Copilot CLI", ".copilot/mcp-config.json", MCP_SERVERS),
        home("Amazon Q", ".aws/amazonq/mcp.json", MCP_SERVERS),
        project("Amazon Q", ".amazonq/mcp.json", MCP_SERVERS),
        new Place(
            "Goose", Scope.HOME, goose, new Form(Language.YAML, List.of(List.of("extensions")))),
        home("OpenCode", ".config/opencode/opencode.json", json("mcp")),
        home("OpenCode", ".config/opencode/opencode.jsonc", json("mcp")),
        project("OpenCode", "opencode.json", json("mcp")),
        project("OpenCode", "opencode.jsonc", json("mcp")),
        home("Amp", ".config/amp/settings.json", json("amp.mcpServers")),
        project("Amp", ".amp/settings.json", json("amp.mcpServers")),
        home("Mistral Vibe", ".vibe/config.toml", codex));
  }

  private static List<Place> desktops() {
    return List.of(
        home("LM Studio", ".lmstudio/mcp.json", MCP_SERVERS),
        home("Factory", ".factory/mcp.json", MCP_SERVERS),
        project("Factory", ".factory/mcp.json", MCP_SERVERS),
        home("Kimi", ".kimi/mcp.json", MCP_SERVERS));
  }

  /** In the directory where a system wants settings of programs to be. */
  private static Place config(String client, String file, Form form) {
    var files = new EnumMap<Os, String>(Os.class);
    files.put(Os.LINUX, ".config/" + file);
    files.put(Os.MACOS, "Library/Application Support/" + file);
    files.put(Os.WINDOWS, "AppData/Roaming/" + file);
    return new Place(client, Scope.HOME, files, form);
  }

  private static Place home(String client, String file, Form form) {
    return everywhere(client, Scope.HOME, file, form);
  }

  private static Place project(String client, String file, Form form) {
    return everywhere(client, Scope.PROJECT, file, form);
  }

  private static Place everywhere(String client, Scope scope, String file, Form form) {
    var files = new EnumMap<Os, String>(Os.class);
    for (var os : Os.values()) {
      files.put(os, file);
    }
    return new Place(client, scope, files, form);
  }

  /** Paths with their steps between slashes. */
  private static Form json(String... paths) {
    return new Form(
        Language.JSON, Arrays.stream(paths).map(path -> List.of(path.split("/"))).toList());
  }
}
