package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Habits that every command has. */
class ACommandLineTest {
  @TempDir private Path directory;
  private final FakeGateway gateway = new FakeGateway();

  @AfterEach
  void close() {
    gateway.close();
  }

  private Shell shell() {
    return Shell.at(gateway, directory);
  }

  @Test
  void guessesWhichCommandWasMeant() {
    var seen = shell().run("sever", "list");

    assertThat(seen.exit()).isEqualTo(2);
    assertThat(seen.all())
        .isEqualTo(
            """
            gatehouse: there is no command "sever"
              Did you mean "server"?
            """);
    assertThat(shell().run("server", "aprove", "crm").errors())
        .contains("Did you mean \"approve\"?");
    assertThat(shell().run("server", "list", "--jsn").errors())
        .contains("Did you mean \"--json\"?");
  }

  @Test
  void repeatsNoValueOfAnOptionThatItDoesNotKnow() {
    assertThat(shell().run("server", "list", "--kee=gth_secret").all())
        .doesNotContain("gth_secret");
  }

  @Test
  void guessesWhichNameWasMeant() {
    gateway
        .withItems("servers", "{\"name\":\"crm\"}", "{\"name\":\"files\"}")
        .withItems("keys", "{\"name\":\"my-agent\",\"state\":\"active\",\"roles\":[\"coder\"]}")
        .withItems("grants", "{\"id\":\"17\",\"role\":\"coder\",\"origin\":\"store\"}")
        .withItems("tools", "{\"server\":\"crm\",\"tool\":\"get_ticket\"}")
        .withProblem("GET servers/fils", 404, "there is no server fils", "look")
        .withProblem("DELETE keys/my-agnt", 404, "there is no key", "look")
        .withProblem("GET explain", 422, "there is no such thing", "look");

    assertThat(shell().run("server", "show", "fils").errors())
        .isEqualTo("gatehouse: there is no server fils\n  Did you mean \"files\"?\n");
    assertThat(shell().run("key", "revoke", "my-agnt").errors())
        .contains("Did you mean \"my-agent\"?");
    assertThat(shell().run("explain", "--as", "codr", "crm/get_ticket").errors())
        .contains("Did you mean \"coder\"?");
    assertThat(shell().run("explain", "--as", "coder", "crm/get_tickt").errors())
        .contains("Did you mean \"crm/get_ticket\"?");
  }

  @Test
  void namesWhatIsMissing() {
    var seen = shell().run("key", "create");

    assertThat(seen.exit()).isEqualTo(2);
    assertThat(seen.errors())
        .isEqualTo("gatehouse: missing: --role\n  see: gatehouse key create --help\n");
  }

  @Test
  void showsTheVerbsOfANounAlone() {
    var seen = shell().run("server");

    assertThat(seen.exit()).isEqualTo(2);
    assertThat(seen.out()).isEmpty();
    assertThat(seen.errors()).contains("COMMANDS", "approve");
  }

  @Test
  void tellsCauseAndRemedyOfAProblem() {
    gateway.withProblem("POST grants", 409, "no such role", "make it first");

    var seen = shell().run("grant", "coder", "files/*");

    assertThat(seen.exit()).isEqualTo(1);
    assertThat(seen.all()).isEqualTo("gatehouse: no such role\n  make it first\n");
    assertThat(shell().run("grant", "coder", "files/*", "--json").all())
        .isEqualTo("{\"status\":409,\"detail\":\"no such role\",\"remedy\":\"make it first\"}\n");
  }

  @Test
  void tellsWhenNothingAnswers() {
    gateway.close();

    var seen = shell().run("server", "list");

    assertThat(seen.exit()).isEqualTo(1);
    assertThat(seen.errors())
        .startsWith("gatehouse: nothing answers at " + gateway.url() + "\n")
        .contains("./gatehouse up", "GATEHOUSE_URL");
  }

  @Test
  void tellsWhenWhatAnswersIsNoGatehouse() {
    gateway.with("GET servers", "<html>hello</html>").with("GET keys", 302, "");

    assertThat(shell().run("server", "list").errors())
        .contains("did not answer as a Gatehouse does");
    assertThat(shell().run("key", "list").errors()).contains("answered 302");
  }

  @Test
  void endsWithThreeWhereTheRoleIsMissingAndWithOneWithoutAKey() {
    gateway
        .withProblem("GET servers", 403, "this needs the role administrator", "ask one")
        .withProblem("GET keys", 401, "no credential", "send one");

    assertThat(shell().run("server", "list").exit()).isEqualTo(3);
    var seen = shell().run("key", "list");
    assertThat(seen.exit()).isEqualTo(1);
    assertThat(seen.errors())
        .contains("does not accept the key of GATEHOUSE_KEY", "./gatehouse login")
        .doesNotContain(FakeGateway.KEY);
  }

  @Test
  void understandsTheExampleOfEveryCommand() {
    for (var command : all()) {
      var example = command.getCommandSpec().usageMessage().footer();
      assertThat(example).as(command.getCommandName()).hasSize(1);
      var words = CommandWords.split(example[0].replaceFirst("^\\s*\\$ \\S+ ", ""));
      var root = root();
      assertThat(root.parseArgs(words.toArray(new String[0])).errors()).isEmpty();
    }
  }

  @Test
  void hasAManualPageForEveryCommand() {
    for (var command : all()) {
      var page = command.getUsageMessage();
      assertThat(page)
          .startsWith("NAME\n  gatehouse")
          .contains("SYNOPSIS", "EXAMPLE\n  $ gatehouse ");
      assertThat(page.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(101));
    }
  }

  @Test
  void printsAManualPageLikeThis() {
    assertThat(shell().with("COLUMNS", "80").run("grant", "remove", "--help").out())
        .isEqualTo(
            """
            NAME
              gatehouse grant remove - takes a grant back

            SYNOPSIS
              gatehouse grant remove [-hq] [--json] [--plain-http] [--at=URL] [--data=DIR]
                                     ID

            DESCRIPTION
              Those of the settings file are removed there.

            ARGUMENTS
                  ID             As grant list shows it.

            OPTIONS
                  --at=URL       The gateway. Without it GATEHOUSE_URL, then the one that
                                   runs on the data directory, then port 8080 of this
                                   machine.
                  --data=DIR     Data directory of a gateway on this machine, for its first
                                   key. Without it ./gatehouse-data.
              -h, --help         Show this.
                  --json         Answer in JSON: the admin API's own objects, one a line.
                  --plain-http   Send the key unencrypted over the network. Only where
                                   nobody can listen.
              -q, --quiet        Answer with the bare names or values, and give no advice.

            EXAMPLE
              $ gatehouse grant remove 17
            """);
  }

  @Test
  void takesFurtherCommands() {
    var shell = shell();
    shell.more = List.of(new Greet());

    assertThat(shell.run("greet").exit()).isEqualTo(7);
    assertThat(shell.run("--help").out()).contains("greet");
    assertThat(shell.run("greet", "--help").out()).contains("gatehouse greet - greets");
    assertThat(shell().run("--version").out()).isEqualTo("Gatehouse 0.1.0\n");
  }

  @Command(name = "greet", description = "Greets.", footer = "greet")
  static final class Greet implements Callable<Integer> {
    @Mixin Printing printing = new Printing();

    @Override
    public Integer call() {
      return printing.json() ? 0 : 7;
    }
  }

  private CommandLine root() {
    var nowhere = new PrintWriter(new StringWriter());
    return new Cli(
            shell().surroundings(nowhere, nowhere), "0.1.0", SettingsFiles.NONE, JournalOnDisk.NONE)
        .commandLine(List.of());
  }

  private List<CommandLine> all() {
    var all = new ArrayList<CommandLine>(List.of(root()));
    for (var i = 0; i < all.size(); i++) {
      all.addAll(all.get(i).getSubcommands().values());
    }
    return all;
  }
}
