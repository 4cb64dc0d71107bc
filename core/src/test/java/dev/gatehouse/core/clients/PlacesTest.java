package dev.gatehouse.core.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.clients.Place.Os;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where clients keep their settings. */
class PlacesTest {
  @Test
  void areThoseOfManyClients() {
    assertThat(Places.ALL.stream().map(Place::client).distinct()).hasSizeGreaterThanOrEqualTo(25);
    assertThat(Places.ALL).allSatisfy(place -> assertThat(place.files()).hasSize(3));
  }

  @ParameterizedTest
  @CsvSource({
    "VS Code,LINUX,.config/Code/User/mcp.json",
    "VS Code,MACOS,Library/Application Support/Code/User/mcp.json",
    "VS Code,WINDOWS,AppData/Roaming/Code/User/mcp.json",
    "VS Code Insiders,LINUX,.config/Code - Insiders/User/mcp.json",
    "VS Code,LINUX,.vscode/mcp.json",
    "VS Code,LINUX,.vscode-server/data/User/mcp.json",
    "VS Code,LINUX,.devcontainer/devcontainer.json",
    "Claude Desktop,LINUX,.config/Claude/claude_desktop_config.json",
    "Claude Desktop,MACOS,Library/Application Support/Claude/claude_desktop_config.json",
    "Claude Desktop,WINDOWS,AppData/Roaming/Claude/claude_desktop_config.json",
    "Claude Code,LINUX,.claude.json",
    "Claude Code,LINUX,.mcp.json",
    "Claude Code,LINUX,etc/claude-code/managed-mcp.json",
    "Claude Code,MACOS,Library/Application Support/ClaudeCode/managed-mcp.json",
    "Claude Code,WINDOWS,Program Files/ClaudeCode/managed-mcp.json",
    "Cursor,WINDOWS,.cursor/mcp.json",
    "Windsurf,LINUX,.codeium/windsurf/mcp_config.json",
    "Cline,MACOS,Library/Application Support/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
    "Roo Code,LINUX,.config/Code/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json",
    "Continue,LINUX,.continue/config.yaml",
    "Zed,LINUX,.config/zed/settings.json",
    "Zed,WINDOWS,AppData/Roaming/Zed/settings.json",
    "Gemini CLI,LINUX,.gemini/settings.json",
    "Antigravity,LINUX,.gemini/antigravity/mcp_config.json",
    "Codex,LINUX,.codex/config.toml",
    "Copilot CLI,LINUX,.copilot/mcp-config.json",
    "Kiro,LINUX,.kiro/settings/mcp.json",
    "Amazon Q,LINUX,.aws/amazonq/mcp.json",
    "Goose,LINUX,.config/goose/config.yaml",
    "Goose,WINDOWS,AppData/Roaming/Block/goose/config/config.yaml",
    "OpenCode,LINUX,.config/opencode/opencode.json",
    "Amp,LINUX,.config/amp/settings.json",
    "LM Studio,LINUX,.lmstudio/mcp.json",
    "Factory,LINUX,.factory/mcp.json",
    "Kimi,LINUX,.kimi/mcp.json",
    "Qoder,LINUX,.qoder/mcp.json",
    "Trae,MACOS,Library/Application Support/Trae/User/mcp.json",
    "Mistral Vibe,LINUX,.vibe/config.toml",
    "Visual Studio,WINDOWS,.vs/mcp.json"
  })
  void areWhereTheirMakersSay(String client, Os os, String file) {
    assertThat(Places.ALL.stream().filter(place -> place.client().equals(client)))
        .anySatisfy(place -> assertThat(place.files().get(os)).isEqualTo(file));
  }
}
