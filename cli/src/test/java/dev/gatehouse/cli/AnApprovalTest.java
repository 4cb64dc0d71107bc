package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.screen.Surroundings.Terminals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Declaring a program and approving what was shown. */
class AnApprovalTest {
  private static final String FILES =
      """
      {"name":"files","origin":"file","transport":"stdio","command":["npx","files"],\
      "fingerprint":"77aa","approval":{"state":"pending","why":"nobody has"}}\
      """;
  private static final String SEEN =
      FILES.replace(
          "\"fingerprint\"",
          "\"seen\":{\"tools\":1,\"offered\":[{\"name\":\"read\",\"summary\":\"Reads\\u001b[2J.\"}]},"
              + "\"fingerprint\"");
  private static final String DRIFT =
      """
      "drift":{"mode":"block","count":1,"meaning":"breaking","pin":{"items":1,"by":"ana",\
      "at":"2026-11-24T10:00:00Z"},"changes":[{"kind":"tool","name":"read","meaning":"breaking",\
      "edits":[{"path":"inputSchema.required","meaning":"breaking","after":"n"},\
      {"path":"description","meaning":"cosmetic","before":"Reads.","after":"Reads all."}]}]},\
      """;
  private static final Terminals TERMINAL = new Terminals(true, false, true);

  @TempDir private Path directory;
  private final FakeGateway gateway = new FakeGateway();

  @BeforeEach
  void setUp() {
    gateway
        .with("GET servers/files", FILES)
        .with("POST servers/files/approve", FILES.replace("pending", "approved"))
        .with("POST servers/files/refresh", SEEN);
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  private Shell shell() {
    return Shell.at(gateway, directory);
  }

  private List<String> approvals() {
    return gateway.sent("POST servers/files/approve");
  }

  @Test
  void isOfWhatWasShown() {
    var seen = shell().run("server", "approve", "files", "--yes");

    assertThat(seen.exit()).isZero();
    assertThat(seen.out())
        .contains("npx files", "fingerprint 77aa", "no program is started before");
    assertThat(approvals()).containsExactly("{\"fingerprint\":\"77aa\"}");
    assertThat(seen.out()).contains("approved files   recorded as r-8c0001", "1 tool ");
  }

  @Test
  void comesAfterToolsAndConsequenceWereShown() {
    gateway.with("GET servers/files", SEEN);

    var seen = shell().on(TERMINAL).typing("n\n").run("server", "approve", "files");

    assertThat(seen.exit()).isEqualTo(1);
    assertThat(seen.out())
        .contains("  tools     read   Reads\uFFFD[2J.\n")
        .contains("  approving  lets the gateway run, as its own user: npx files\n");
  }

  @Test
  void isOfTheDefinitionsThatWereShown() {
    gateway.with(
        "GET servers/files",
        SEEN.replace("\"tools\":1,", "\"tools\":1,\"definitionsHash\":\"5ee4\","));

    assertThat(shell().run("server", "approve", "files", "--yes", "--drift", "pinned").exit())
        .isZero();

    assertThat(approvals())
        .containsExactly(
            "{\"fingerprint\":\"77aa\",\"definitionsHash\":\"5ee4\",\"drift\":\"pinned\"}");
  }

  @Test
  void comesAfterEverythingThatHasChangedWasShown() {
    gateway.with("GET servers/files", SEEN.replace("\"seen\"", DRIFT + "\"seen\""));

    var seen = shell().run("server", "show", "files");

    assertThat(seen.out())
        .contains("1 item", "breaking", "held back until it is approved", "tool read")
        .contains("inputSchema.required", "- Reads.", "+ Reads all.");
  }

  @Test
  void isAskedForOnATerminal() {
    var no = shell().on(TERMINAL).typing("\n").run("server", "approve", "files");
    assertThat(no.exit()).isEqualTo(1);
    assertThat(no.errors()).contains("Approve files as shown? [y/N]", "Not approved.");
    assertThat(approvals()).isEmpty();

    assertThat(shell().on(TERMINAL).typing("y\n").run("server", "approve", "files").exit())
        .isZero();
    assertThat(approvals()).hasSize(1);
  }

  @Test
  void isNotGivenWhereNobodyCanBeAsked() {
    var seen = shell().typing("y\n").run("server", "approve", "files");

    assertThat(seen.exit()).isEqualTo(2);
    assertThat(seen.errors()).contains("--yes", "--fingerprint 77aa");
    assertThat(approvals()).isEmpty();
  }

  @Test
  void isNotGivenToAnotherThanWasReviewed() {
    assertThat(shell().run("server", "approve", "files", "--fingerprint", "0000").exit())
        .isEqualTo(1);
    assertThat(approvals()).isEmpty();
    assertThat(shell().run("server", "approve", "files", "--fingerprint", "77aa").exit()).isZero();
  }

  @Test
  void isSaidInJsonToo() {
    assertThat(shell().run("server", "approve", "files", "--yes", "--json").all())
        .isEqualTo(FILES.replace("pending", "approved") + "\n");
  }

  /** Writes down what it is told. */
  private static final class Notebook implements SettingsFiles {
    final List<String> notes = new ArrayList<>();

    @Override
    public void addStdio(
        Path file, String name, List<String> command, Map<String, String> environment) {
      notes.add("add " + file.getFileName() + " " + name + " " + command + " " + environment);
    }

    @Override
    public void remove(Path file, String name) {
      notes.add("remove " + file.getFileName() + " " + name);
    }
  }

  @Test
  void comesAfterAProgramIsWrittenIntoTheSettingsFile() {
    var notebook = new Notebook();
    var shell = shell();
    shell.files = notebook;

    var seen =
        shell.run("server", "add", "files", "--stdio", "npx -y 'a b' ./docs", "--env", "T=env:T");

    assertThat(seen.exit()).isZero();
    assertThat(notebook.notes)
        .containsExactly("add gatehouse.yaml files [npx, -y, a b, ./docs] {T=env:T}");
    assertThat(seen.errors()).contains("has picked it up", "./gatehouse server approve files");
    assertThat(gateway.asked).noneMatch(asked -> asked.what().startsWith("POST"));
  }

  @Test
  void ofAProgramThatIsWrittenWithoutAGateway() {
    gateway.close();
    var notebook = new Notebook();
    var shell = shell();
    shell.files = notebook;

    var seen = shell.run("server", "add", "files", "--stdio", "npx files", "--config", "my.yaml");

    assertThat(seen.exit()).isZero();
    assertThat(notebook.notes).containsExactly("add my.yaml files [npx, files] {}");
    assertThat(seen.errors()).contains("./gatehouse up");
    assertThat(shell.run("server", "remove", "files", "--config", "my.yaml").exit()).isZero();
    assertThat(notebook.notes.getLast()).isEqualTo("remove my.yaml files");
  }

  @Test
  void ofAProgramTakesCodeThatKnowsTheFile() {
    var seen = shell().run("server", "add", "files", "--stdio", "npx files");

    assertThat(seen.exit()).isEqualTo(1);
    assertThat(seen.errors()).contains("cannot edit settings files", "by hand");
  }

  @ParameterizedTest
  @CsvSource({
    "--believe-public, believe-public: true",
    "--era=legacy, era: legacy",
    "--sessions=per-client, sessions: per-client",
    "--deadline-ms=500, deadline: 500ms"
  })
  void ofAProgramSaysWhereToWriteWhatIsOfAUrl(String option, String setting) {
    var notebook = new Notebook();
    var shell = shell();
    shell.files = notebook;

    var seen = shell.run("server", "add", "f", "--stdio", "y", option);

    assertThat(seen.exit()).isEqualTo(2);
    assertThat(seen.errors())
        .contains(
            option.split("=", -1)[0] + " is for a server at a URL", "write " + setting + " under");
    assertThat(notebook.notes).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"stdio", "auto"})
  void ofAProgramMaySayItsTransport(String transport) {
    var notebook = new Notebook();
    var shell = shell();
    shell.files = notebook;

    var seen = shell.run("server", "add", "files", "--stdio", "npx f", "--transport", transport);

    assertThat(seen.exit()).isZero();
    assertThat(notebook.notes).containsExactly("add gatehouse.yaml files [npx, f] {}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--stdio y --transport sse | --stdio names a program | server add NAME URL --transport sse",
        "--stdio y --transport streamable | --stdio names a program | leave --transport out",
        "https://x --transport stdio | this server is at a URL | server add NAME --stdio",
        "https://x --transport see | there is no transport \"see\" | Did you mean \"sse\"?",
        "https://x --transport websocket | there is no transport \"websocket\" | known are auto, streamable, sse, stdio",
        "https://x --transport sse --era modern | is of the legacy era | leave --era out"
      })
  void isNotAskedForOverATransportThatCannotBe(String words, String cause, String remedy) {
    var line = "server add f " + words;

    var seen = shell().run(line.split(" ", -1));

    assertThat(seen.exit()).isEqualTo(2);
    assertThat(seen.errors().replaceAll("\\s+", " ")).contains(cause, remedy);
    assertThat(gateway.asked).isEmpty();
  }

  @Test
  void isOfEitherAUrlOrAProgram() {
    assertThat(shell().run("server", "add", "files").exit()).isEqualTo(2);
    assertThat(shell().run("server", "add", "f", "https://x", "--stdio", "y").exit()).isEqualTo(2);
    assertThat(shell().run("server", "add", "f", "--stdio", "npx 'y").errors()).contains("open '");
  }
}
