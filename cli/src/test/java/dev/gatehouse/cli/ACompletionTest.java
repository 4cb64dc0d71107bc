package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What shells complete. */
class ACompletionTest {
  @TempDir private Path directory;

  private String script(String shell) {
    var seen = new Shell(directory).run("completion", shell);
    assertThat(seen.exit()).isZero();
    return seen.out();
  }

  @Test
  void ofNamesAsksTheGatewayAndNeverComplains() {
    try (var gateway =
        new FakeGateway()
            .withItems("tools", "{\"server\":\"crm\",\"tool\":\"get\"}")
            .withItems("servers", "{\"name\":\"crm\"}", "{\"name\":\"$(rm x)\"}")
            .withItems("grants", "{\"id\":\"17\",\"role\":\"coder\",\"origin\":\"store\"}")
            .withItems(
                "keys", "{\"name\":\"my-agent\",\"state\":\"active\",\"roles\":[\"ops\"]}")) {
      var shell = Shell.at(gateway, directory);
      assertThat(shell.run("complete", "tools").all()).isEqualTo("crm/get\n");
      assertThat(shell.run("complete", "servers").all()).isEqualTo("crm\n");
      assertThat(shell.run("complete", "roles").all()).isEqualTo("coder\nops\n");
      assertThat(shell.run("complete", "grants").all()).isEqualTo("17\n");
      assertThat(shell.run("complete", "callers").all()).isEqualTo("coder\nmy-agent\nops\n");
      var nowhere = shell.with("GATEHOUSE_URL", "http://127.0.0.1:1");
      assertThat(nowhere.run("complete", "keys").all()).isEmpty();
    }
  }

  @Test
  void inBashIsOfCommandsAndNames() throws IOException, InterruptedException {
    var fake = directory.resolve("gatehouse");
    Files.writeString(fake, "#!/bin/sh\nprintf 'crm\\nfiles\\n'\n");
    Files.setPosixFilePermissions(fake, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(directory.resolve("script"), script("bash"));

    assertThat(completed(fake, "server", "ap")).isEqualTo("approve");
    assertThat(completed(fake, "server", "approve", "f")).isEqualTo("files");
    assertThat(completed(fake, "connect", "cu")).isEqualTo("cursor");
  }

  private String completed(Path program, String... words) throws IOException, InterruptedException {
    var line = program + " " + String.join(" ", words);
    var bash =
        """
        source ./script; compopt() { :; }
        COMP_WORDS=(%s) COMP_CWORD=%d COMP_LINE='%s' COMP_POINT=%d
        _complete_gatehouse
        echo "${COMPREPLY[*]}"
        """
            .formatted(line, words.length, line, line.length());
    var process =
        new ProcessBuilder("bash", "-c", bash)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out.strip();
  }

  @Test
  void inFishIsOfCommandsOptionsAndNames() {
    assertThat(script("fish"))
        .contains(
            "complete -c gatehouse -n '__gatehouse_is' -a server -d",
            "complete -c gatehouse -n '__gatehouse_is server' -a approve -d 'shows a server and approves exactly what it showed'",
            "complete -c gatehouse -n '__gatehouse_at server approve' -a"
                + " '(__gatehouse_names servers)'",
            "complete -c gatehouse -n '__gatehouse_at tools' -l as -x -a"
                + " '(__gatehouse_names callers)'",
            "-a 'claude-code cursor vscode codex gemini-cli kiro claude-desktop'")
        .doesNotContain("@gatehouse", "-a complete ");
  }

  @Test
  void hasNoMarkerLeft() {
    assertThat(script("bash")).doesNotContain("@gatehouse");
    assertThat(script("zsh")).contains("bashcompinit");
    assertThat(new Shell(directory).run("completion", "tcsh").exit()).isEqualTo(2);
  }
}
