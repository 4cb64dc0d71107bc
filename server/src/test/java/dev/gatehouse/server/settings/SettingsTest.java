package dev.gatehouse.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.core.audit.AuditSettings;
import dev.gatehouse.core.identity.IdentitySettings;
import dev.gatehouse.core.kind.Source;
import dev.gatehouse.core.limits.FloodSettings;
import dev.gatehouse.core.policy.Problem.Severity;
import dev.gatehouse.core.registry.Approval;
import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.registry.Connection.CredentialUse;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.spelling.Nearest;
import dev.gatehouse.transport.ListenerBounds;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  private static final Path CORPUS = Path.of("src/test/resources/settings");
  private final SettingsLoader loader = new SettingsLoader(BuiltInKinds.ALL);

  @TempDir Path directory;

  @Test
  void withoutAFileHaveTheDefaultsOfTheRooms() throws Problems {
    var loaded = loader.loadOrDefaults(directory.resolve("gatehouse.yaml"));

    assertThat(loaded.from()).isEqualTo("none (defaults)");
    assertThat(loaded.settings().listen().host()).isEqualTo("127.0.0.1");
    assertThat(loaded.settings().listen().port()).isEqualTo(8080);
    assertThat(loaded.settings().audit()).isEqualTo(AuditSettings.defaults());
    assertThat(loaded.settings().identity()).isEqualTo(IdentitySettings.NONE);
    assertThat(loaded.settings().flood()).isEqualTo(FloodSettings.DEFAULT);
    assertThat(loaded.settings().bounds().listener()).isEqualTo(ListenerBounds.DEFAULT);
  }

  @Test
  void thatAreNamedMustBeThere() {
    assertThatExceptionOfType(Problems.class)
        .isThrownBy(() -> loader.load(directory.resolve("none.yaml")))
        .withMessageContaining("none.yaml:1:1\n    there is no such file.");
  }

  @Test
  void over4MiBOrNotInUtf8AreNotRead() throws Exception {
    var large = directory.resolve("large.yaml");
    Files.writeString(large, "#".repeat(4 * 1024 * 1024 + 1));
    var latin = Files.write(directory.resolve("latin.yaml"), new byte[] {'#', (byte) 0xe9, '\n'});

    assertThatExceptionOfType(Problems.class)
        .isThrownBy(() -> loader.load(large))
        .withMessageContaining("over 4 MiB");
    assertThatExceptionOfType(Problems.class)
        .isThrownBy(() -> loader.load(latin))
        .withMessageContaining("not UTF-8");
  }

  @Test
  void tellWhereEverythingStands() throws Problems {
    var settings = experience().settings();
    var role = settings.roles().values().iterator().next();

    assertThat(role.grants().get(0).source())
        .isEqualTo(new Source("roles.support-agent.grants[0]", "experience.yaml:27"));
    assertThat(role.grants().get(1).source())
        .isEqualTo(new Source("roles.support-agent.grants[1]", "experience.yaml:28"));
    assertThat(settings.forbids().getFirst().source())
        .isEqualTo(new Source("forbids[0]", "experience.yaml:35"));
    assertThat(settings.guardrails().getFirst().source())
        .isEqualTo(new Source("guardrails[0].secrets", "experience.yaml:39"));
  }

  @Test
  void showAProblemOfTheirPolicyWhereTheRuleStands() throws Problems {
    var found =
        new dev.gatehouse.core.policy.Problem(
            Severity.ERROR,
            new Source("roles.support-agent.grants[1].when", "experience.yaml:28"),
            "\"args.prioritty\": crm/update_ticket has no argument \"prioritty\".",
            "Did you mean \"args.priority\"?");

    assertThat(experience().problem(found))
        .hasToString(
            """
            experience.yaml:29:9  roles.support-agent.grants[1].when
                "args.prioritty": crm/update_ticket has no argument "prioritty".
                Did you mean "args.priority"?\
            """);
  }

  @Test
  void becomeServersOfTheCatalogue() throws Problems {
    var at = Instant.parse("2026-11-24T10:00:00Z");
    var crm = experience().settings().catalogue(at).getFirst();

    assertThat(crm.name()).isEqualTo(new ServerName("crm"));
    assertThat(crm.connection())
        .isEqualTo(
            new Connection.Http(
                URI.create("https://crm.internal.example/mcp"),
                Optional.of(
                    new CredentialUse("Authorization", "Bearer ", "file:/run/secrets/crm-token"))));
    assertThat(crm.approval())
        .isEqualTo(
            new Approval.Approved(
                "owner of the settings file, servers.crm experience.yaml:13", at));
  }

  @Test
  void nameTheTransportOfAServer() throws Problems {
    var said = decoded("crm: { url: \"https://crm.example/sse\", transport: sse }");
    var unsaid = decoded("crm: https://crm.example/mcp");

    assertThat(said.transport()).isEqualTo(Connection.HttpTransport.SSE);
    assertThat(unsaid.transport()).isEqualTo(Connection.HttpTransport.AUTO);
    assertThat(said.fingerprint()).isNotEqualTo(said.over(unsaid.transport()).fingerprint());
    assertThatExceptionOfType(Problems.class)
        .isThrownBy(() -> decoded("crm: { stdio: serve, transport: sse }"))
        .withMessageContaining("transport is for a server with url");
    assertThatExceptionOfType(Problems.class)
        .isThrownBy(
            () -> decoded("crm: { url: \"https://crm.example\", transport: sse, era: modern }"))
        .withMessageContaining("of the legacy era");
  }

  private Connection.Http decoded(String server) throws Problems {
    var settings = loader.decode("servers:\n  " + server + "\n", "one.yaml").settings();
    return (Connection.Http) settings.catalogue(Instant.EPOCH).getFirst().connection();
  }

  @Test
  void nameTheHostsThatMayBePrivate() throws Problems {
    assertThat(experience().settings().ownHosts())
        .containsExactlyInAnyOrder("crm.internal.example", "keycloak.example.com");
  }

  @Test
  void collectTheLimitsOfRolesAndEveryone() throws Problems {
    var settings = experience().settings();
    var limits = settings.limits(settings.policy());

    assertThat(limits.roles().get("support-agent")).hasSize(3);
    assertThat(limits.servers()).containsKeys("crm", "files");
  }

  @Test
  void areExplainedInTheirLongForm() throws Problems {
    var explained = loader.explain(experience().settings());

    assertThat(explained)
        .contains("# listen: 127.0.0.1:8080\n")
        .contains("      - tools: [support]\n")
        .contains("      - tools: [crm/update_ticket]\n")
        .contains(
            "    stdio: [npx, \"-y\", \"@modelcontextprotocol/server-filesystem\", /srv/docs]")
        .contains("    # deadline: 1m\n");
  }

  @Test
  void splitACommandAsPeopleQuoteIt() {
    assertThat(Command.of("npx -y 'a b' \"c \\\"d\\\" \\\\e\" --x='1 2' ''").words())
        .isEqualTo(List.of("npx", "-y", "a b", "c \"d\" \\e", "--x=1 2", ""));
    assertThatIllegalArgumentException().isThrownBy(() -> Command.of("npx 'a"));
    assertThatIllegalArgumentException().isThrownBy(() -> Command.of("  "));
  }

  @Test
  void findTheNearestNameOnlyWhenItIsNear() {
    var known = List.of("listen", "limits", "servers");

    assertThat(Nearest.to("lisetn", known)).contains("listen");
    assertThat(Nearest.to("Servers", known)).contains("servers");
    assertThat(Nearest.to("xyz", known)).isEmpty();
    assertThat(Nearest.to("l".repeat(129), known)).isEmpty();
  }

  @Test
  void neverPrintThePlainTextOfAVariable() {
    assertThat(Map.of("X", new EnvironmentValue("quite-private")).toString())
        .doesNotContain("quite-private");
  }

  private Loaded experience() throws Problems {
    try {
      return loader.decode(Files.readString(CORPUS.resolve("experience.yaml")), "experience.yaml");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
