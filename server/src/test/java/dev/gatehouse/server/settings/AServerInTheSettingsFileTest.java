package dev.gatehouse.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.core.registry.ServerName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AServerInTheSettingsFileTest {
  private static final ServerName FILES = new ServerName("files");
  private static final List<String> COMMAND =
      List.of("npx", "-y", "@modelcontextprotocol/server-filesystem", "./my docs");

  @TempDir Path directory;

  @Test
  void isTheFirstThingInANewFileForItsOwnerAlone() throws Exception {
    addFiles();

    assertThat(text())
        .isEqualTo(
            """
            servers:
              files:
                stdio: [npx, "-y", "@modelcontextprotocol/server-filesystem", "./my docs"]
            """);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void goesBehindTheOthersAndLeavesCommentsAndLayoutAlone() throws Exception {
    write(
        """
        # ours
        listen: 127.0.0.1:9000   # not the usual one

        servers:   # all of them
            # the CRM
            crm:
                url: https://crm.example/mcp
                # approved by ana
                approved: true

        # limits follow
        roles:
          agent: { grants: [crm/*] }
        """);
    edit().addStdio(FILES, List.of("run"), Map.of("TOKEN", "env:TOKEN", "LEVEL", "3"));

    assertThat(text())
        .isEqualTo(
            """
            # ours
            listen: 127.0.0.1:9000   # not the usual one

            servers:   # all of them
                # the CRM
                crm:
                    url: https://crm.example/mcp
                    # approved by ana
                    approved: true
                files:
                  stdio: [run]
                  environment:
                    LEVEL: "3"
                    TOKEN: env:TOKEN

            # limits follow
            roles:
              agent: { grants: [crm/*] }
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "servers:\n",
        "servers: # none yet\n\nlisten: 127.0.0.1:1\n",
        "listen: 127.0.0.1:1",
        "# only a comment\n",
        "servers:\r\n  crm: https://crm.example/mcp\r\n",
        "servers:\n  crm: https://crm.example/mcp",
        "---\nservers:\n  crm: https://crm.example/mcp\n\n\n"
      })
  void goesIntoFilesOfManyLayouts(String before) throws Exception {
    write(before);
    addFiles();

    assertThat(loaded().servers().keySet()).contains(FILES);
    assertThat(text()).contains(before.strip().lines().toList());
    edit().remove(FILES);
    assertThat(loaded().servers().keySet()).doesNotContain(FILES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "servers: { crm: https://crm.example/mcp }\n",
        "servers: {}\n",
        "{ listen: 127.0.0.1:1 }\n",
        "servers:\n  { crm: https://crm.example/mcp }\n",
        "servers: ~\n",
        "servers: &all\n  crm: https://crm.example/mcp\n"
      })
  void isNotPutWhereTheLayoutDoesNotAllowIt(String before) throws Exception {
    write(before);

    assertThatExceptionOfType(NotEdited.class)
        .isThrownBy(this::addFiles)
        .withMessageContaining("edit the file by hand");
    assertThat(text()).isEqualTo(before);
  }

  @Test
  void isNotPutBehindTheEndOfTheDocument() throws Exception {
    write("servers:\n  crm: https://crm.example/mcp\n...\n");

    assertThatExceptionOfType(NotEdited.class).isThrownBy(this::addFiles);
  }

  @Test
  void isNotPutTwice() throws Exception {
    addFiles();

    assertThatExceptionOfType(NotEdited.class)
        .isThrownBy(this::addFiles)
        .withMessageContaining("there is a server \"files\"");
  }

  @Test
  void isNotPutIntoAFileThatIsWrongAlready() throws Exception {
    write("lisen: x\n");

    assertThatExceptionOfType(Problems.class)
        .isThrownBy(this::addFiles)
        .withMessageContaining("Did you mean \"listen\"?");
  }

  @Test
  void isNotPutWithASecretWrittenOut() throws Exception {
    write("listen: 127.0.0.1:1\n");

    assertThatExceptionOfType(Problems.class)
        .isThrownBy(() -> edit().addStdio(FILES, COMMAND, Map.of("API_TOKEN", "hunter2-hunter2")))
        .withMessageContaining("by reference")
        .withMessageNotContaining("hunter2");
    assertThat(text()).isEqualTo("listen: 127.0.0.1:1\n");
    try (var all = Files.list(directory)) {
      assertThat(all).containsExactly(file());
    }
  }

  @Test
  void isTakenOutWithItsBlockAndNothingElse() throws Exception {
    write(
        """
        servers:
          # the CRM
          crm:
            url: https://crm.example/mcp
            # deep

          # the files
          files:
            stdio: run
        # the end
        """);
    edit().remove(new ServerName("crm"));

    assertThat(text())
        .isEqualTo(
            """
            servers:
              # the CRM

              # the files
              files:
                stdio: run
            # the end
            """);
  }

  @Test
  void isNotTakenOutWhenThereIsNone() throws Exception {
    write("servers:\n  crm: https://crm.example/mcp\n");

    assertThatExceptionOfType(NotEdited.class)
        .isThrownBy(() -> edit().remove(FILES))
        .withMessageContaining("there is no server \"files\"");
  }

  @Test
  void goesThroughASymlinkAndKeepsThePermissions() throws Exception {
    write("listen: 127.0.0.1:1\n");
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
    var link = Files.createSymbolicLink(directory.resolve("link.yaml"), file());
    new SettingsFile(new SettingsLoader(BuiltInKinds.ALL), link).addStdio(FILES, COMMAND, Map.of());

    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(loaded().servers()).containsKey(FILES);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-r-----");
  }

  private void addFiles() throws Exception {
    edit().addStdio(FILES, COMMAND, Map.of());
  }

  private SettingsFile edit() {
    return new SettingsFile(new SettingsLoader(BuiltInKinds.ALL), file());
  }

  private Settings loaded() throws Problems {
    return new SettingsLoader(BuiltInKinds.ALL).load(file()).settings();
  }

  private void write(String text) throws IOException {
    Files.writeString(file(), text);
  }

  private String text() throws IOException {
    return Files.readString(file());
  }

  private Path file() {
    return directory.resolve("gatehouse.yaml");
  }
}
