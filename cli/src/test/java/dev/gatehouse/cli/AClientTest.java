package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings that an MCP client gets, exactly. */
class AClientTest {
  @TempDir private Path directory;

  private Shell.Seen connect(String... arguments) {
    var all = new String[arguments.length + 3];
    all[0] = "connect";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[arguments.length + 1] = "--at";
    all[arguments.length + 2] = "https://gw.example.com/";
    return new Shell(directory).run(all);
  }

  @ParameterizedTest
  @CsvSource({
    "claude-code, mcpServers, 'type\" : \"http\",#      \"url', .mcp.json",
    "cursor, mcpServers, url, ~/.cursor/mcp.json",
    "vscode, servers, 'type\" : \"http\",#      \"url', .vscode/mcp.json",
    "gemini-cli, mcpServers, httpUrl, ~/.gemini/settings.json",
    "kiro, mcpServers, url, ~/.kiro/settings/mcp.json"
  })
  void withSettingsInJson(String client, String member, String url, String file) {
    var seen = connect(client, "--key", "gth_x");

    assertThat(seen.exit()).isZero();
    assertThat(seen.errors()).contains(file);
    assertThat(seen.out())
        .isEqualTo(
            """
            {
              "%s" : {
                "gatehouse" : {
                  "%s" : "https://gw.example.com/mcp",
                  "headers" : {
                    "Authorization" : "Bearer gth_x"
                  }
                }
              }
            }
            """
                .formatted(member, url.replace("#", "\n")));
  }

  @Test
  void withSettingsInToml() {
    assertThat(connect("codex", "--key", "gth_x").out())
        .isEqualTo(
            """
            [mcp_servers.gatehouse]
            url = "https://gw.example.com/mcp"
            http_headers = { Authorization = "Bearer gth_x" }
            """);
  }

  @Test
  void thatOnlyStartsProgramsGetsOneToStart() {
    assertThat(connect("claude-desktop", "--key", "gth_x").out())
        .isEqualTo(
            """
            {
              "mcpServers" : {
                "gatehouse" : {
                  "command" : "%s",
                  "args" : [ "stdio", "--at", "https://gw.example.com" ],
                  "env" : {
                    "GATEHOUSE_KEY" : "gth_x"
                  }
                }
              }
            }
            """
                .formatted(directory.resolve("gatehouse")));
  }

  @Test
  void getsNoKeyOfTheAdministrator() {
    var seen = new Shell(directory).with("GATEHOUSE_KEY", "gth_admin").run("connect", "cursor");

    assertThat(seen.out()).contains("Bearer YOUR_KEY", "http://127.0.0.1:8080/mcp");
    assertThat(seen.all()).doesNotContain("gth_admin");
    assertThat(seen.errors()).contains("./gatehouse key create");
  }

  @Test
  void getsAKeyThatStaysOutOfTheHistory() {
    assertThat(new Shell(directory).typing("gth_x\n").run("connect", "cursor", "--key", "-").out())
        .contains("Bearer gth_x\"");
  }

  @Test
  void isGuessed() {
    var seen = connect("curser");

    assertThat(seen.exit()).isEqualTo(2);
    assertThat(seen.errors()).contains("Did you mean \"cursor\"?");
  }

  @Test
  void isAnObjectInJson() {
    assertThat(connect("codex", "--key", "gth_x", "--json").all())
        .startsWith("{\"client\":\"codex\",\"file\":\"~/.codex/config.toml\",\"format\":\"toml\"");
  }
}
