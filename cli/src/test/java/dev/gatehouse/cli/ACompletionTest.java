package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
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
  void inBashIsOfCommandsAndNames() throws Exception {
    var fake = playGatehouse();
    Files.writeString(directory.resolve("script"), script("bash"));

    assertThat(inBash(fake, "ser")).isEqualTo("server");
    assertThat(inBash(fake, "server", "ap")).isEqualTo("approve");
    assertThat(inBash(fake, "server", "approve", "f")).isEqualTo("files");
    assertThat(inBash(fake, "connect", "cu")).isEqualTo("cursor");
    assertThat(inBash(fake, "server", "add", "--transport", "str")).isEqualTo("streamable");
  }

  private String inBash(Path program, String... words) throws Exception {
    var line = program + " " + String.join(" ", words);
    return said(
        "bash",
        "-c",
        """
        source ./script; compopt() { :; }
        COMP_WORDS=(%s) COMP_CWORD=%d COMP_LINE='%s' COMP_POINT=%d
        _complete_gatehouse
        echo "${COMPREPLY[*]}"
        """
            .formatted(line, words.length, line, line.length()));
  }

  @Test
  void inARealFishIsOfCommandsOptionsAndNames() throws Exception {
    assumeTrue(isThere("fish"), "fish is not installed");
    var fake = playGatehouse();
    Files.writeString(directory.resolve("script"), script("fish"));

    assertThat(inFish(fake, "ser")).startsWith("server\t").doesNotContain("\n");
    assertThat(inFish(fake, "server ap")).startsWith("approve\t").doesNotContain("\n");
    assertThat(inFish(fake, "server approve f")).isEqualTo("files");
    assertThat(inFish(fake, "tools --as c")).startsWith("crm\t");
    assertThat(inFish(fake, "connect cu")).isEqualTo("cursor");
    assertThat(inFish(fake, "server list --js")).startsWith("--json\t");
    assertThat(inFish(fake, "server list nothing-")).isEmpty();
  }

  private String inFish(Path program, String line) throws Exception {
    var path = "set -x PATH '" + program.resolveSibling("") + "' $PATH; ";
    return said(
        "fish",
        "--no-config",
        "-c",
        path + "source ./script; complete -C 'gatehouse " + line + "'");
  }

  @Test
  void inARealZshIsOfCommandsAndNames() throws Exception {
    assumeTrue(isThere("zsh"), "zsh is not installed");
    playGatehouse();
    Files.writeString(directory.resolve("script"), script("zsh"));
    Files.writeString(directory.resolve("type.zsh"), TYPIST);

    assertThat(said("zsh", "-f", "type.zsh", "ser", "server ap", "server approve f", "connect cu"))
        .isEqualTo("server\nserver approve\nserver approve files\nconnect cursor");
  }

  /**
   * Types lines into a zsh on a terminal of its own, presses Tab, and prints what the line is then:
   * after it, a key is pressed that writes the edited line down.
   */
  private static final String TYPIST =
      """
      zmodload zsh/zpty
      zpty shell zsh -f -i
      zpty -w shell 'path=($PWD $path); autoload -Uz compinit; compinit -u -D; source ./script'
      zpty -w shell 'show() { print -r -- "<$BUFFER>" >> lines; BUFFER=; }; zle -N show'
      zpty -w shell 'bindkey "^X" show; print go > ready'
      (( end = SECONDS + 20 ))
      while [[ ! -s ready && $SECONDS -lt $end ]]; do zpty -rt shell seen; done
      (( asked = 0 ))
      touch lines
      for line in "$@"; do
        zpty -w -n shell "gatehouse $line"$'\t\\x18'
        (( asked += 1 ))
        while [[ $(wc -l < lines) -lt $asked && $SECONDS -lt $end ]]; do zpty -rt shell seen; done
      done
      zpty -d shell
      sed -E 's/^<gatehouse (.*[^ ]) *>$/\\1/' lines
      """;

  /** A program of that name which knows two names, whatever it is asked. */
  private Path playGatehouse() throws IOException {
    var fake = directory.resolve("gatehouse");
    Files.writeString(fake, "#!/bin/sh\nprintf 'crm\\nfiles\\n'\n");
    Files.setPosixFilePermissions(fake, PosixFilePermissions.fromString("rwx------"));
    return fake;
  }

  private static boolean isThere(String shell) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, shell)));
  }

  private String said(String... command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
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
