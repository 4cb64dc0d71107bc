package dev.gatehouse.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.core.artifacts.Listing;
import dev.gatehouse.core.artifacts.ReviewState;
import dev.gatehouse.core.registry.Approval;
import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.registry.DriftMode;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.server.catalogue.RegistrySettings.Readers;
import dev.gatehouse.transport.ControlPlane.Answer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Catalogues beside the default one, as their readers meet them. */
class CataloguesTest {
  private static final String MEMBER = "Bearer crm-team";
  private static final String OTHER = "Bearer other";

  private final List<String> lookedAt = new ArrayList<>();
  private final Registry registry =
      new Registry(
          this::sights,
          _ -> Optional.empty(),
          Map.of(
              new CatalogueName("open"),
              settings(Readers.EVERYBODY, List.of(), List.of("com.example/*"), List.of()),
              new CatalogueName("crm"),
              settings(
                  Readers.CALLERS,
                  List.of("crm-team"),
                  List.of("com.example/c*", "com.acme/crm", "com.example.mcp/crm"),
                  List.of()),
              new CatalogueName("own"),
              settings(Readers.EVERYBODY, List.of(), List.of(), List.of("gateway"))));

  private static CatalogueSettings settings(
      Readers readers, List<String> roles, List<String> include, List<String> sources) {
    return new CatalogueSettings(readers, roles, include, List.of("com.example/cold"), sources);
  }

  /** The bearer of a word has the role of that name. */
  private Visibility sights(Readers readers, Set<String> roles) {
    return readers == Readers.EVERYBODY
        ? Visibility.ofEverybody()
        : authorization -> {
          lookedAt.add(String.valueOf(authorization));
          return authorization != null
                  && (roles.isEmpty() || roles.contains(authorization.substring(7)))
              ? Visibility.Sight.OF_ALL
              : Visibility.Sight.OF_NOTHING;
        };
  }

  @BeforeEach
  void fill() throws Exception {
    for (var name : List.of("crm", "files")) {
      registry.servers.add(
          new Server(
              new ServerName(name),
              new Connection.Http(URI.create("https://x.internal.example"), Optional.empty()),
              Server.Origin.FILE,
              new Approval.Approved("ana", Registry.NOW),
              Optional.empty(),
              Server.Sessions.PER_CLIENT,
              Duration.ofSeconds(60),
              DriftMode.WARN,
              false));
    }
    for (var name :
        List.of("com.acme/crm", "com.acme/hr", "com.example/calls", "com.example/mail")) {
      approve(name);
    }
  }

  private void approve(String name) throws Exception {
    var document = "{\"name\":\"%s\",\"version\":\"1.0.0\",\"description\":\"x\"}".formatted(name);
    registry.artifacts.take(
        "official", List.of(Listing.read(document.getBytes(StandardCharsets.UTF_8))));
    for (var state : List.of(ReviewState.SUBMITTED, ReviewState.IN_REVIEW, ReviewState.APPROVED)) {
      registry.artifacts.review(name, "1.0.0", state);
    }
  }

  private Answer as(String authorization, String path) {
    return registry.ask("GET", path, authorization, null, "");
  }

  private static List<String> names(Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    return Registry.json(answer)
        .get("servers")
        .valueStream()
        .map(item -> item.at("/server/name").asString())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "/v0.1/servers, 6",
    "/registry/default/v0.1/servers, 6",
    "/registry/open/v0.1/servers, 2",
    "/registry/open/v0/servers/, 2",
    "/registry/open/servers, 2",
    "//registry//open//v0.1/servers, 2",
    "/registry/own/v0.1/servers, 2",
  })
  void areEachServedUnderTheirNames(String path, int count) {
    assertThat(RegistryApi.takes(path)).isTrue();
    assertThat(names(registry.get(path))).hasSize(count);
  }

  @Test
  void showWhatTheirPatternsTakeToThoseWithARole() {
    assertThat(names(as(MEMBER, "/registry/crm/v0.1/servers")))
        .containsExactly("com.acme/crm", "com.example.mcp/crm", "com.example/calls");
    assertThat(as(MEMBER, "/registry/crm/v0.1/servers/com.acme%2Fcrm/versions/latest").status())
        .isEqualTo(200);
    assertThat(as(MEMBER, "/registry/crm/v0.1/servers/com.acme%2Fhr/versions/latest").status())
        .isEqualTo(404);
    assertThat(as(MEMBER, "/registry/crm/v0.1/servers/com.acme%2Fhr/versions/1.0.0").status())
        .isEqualTo(404);
    assertThat(as(MEMBER, "/registry/crm/v0.1/servers/com.acme%2Fhr/versions").status())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v0.1/servers",
        "/v0.1/servers?limit=0",
        "/v0.1/servers/com.acme%2Fcrm/versions",
        "/v0.1/servers/com.acme%2Fcrm/versions/latest",
        "/v0.1/health",
        "/v0.1/ping",
        "/v0.1/nothing",
        "/v0.1",
      })
  void areNotThereForOthersInAnyWay(String path) {
    for (var reader : new String[] {null, OTHER, "Basic x"}) {
      var hidden = registry.ask("GET", "/registry/crm" + path, reader, null, "");
      var missing = registry.ask("GET", "/registry/none" + path, reader, null, "");

      assertThat(hidden.status()).isEqualTo(404);
      assertThat(hidden).usingRecursiveComparison().isEqualTo(missing);
    }
  }

  @Test
  void looksAtTheCredentialWhetherThereIsACatalogueOrNot() {
    as(OTHER, "/registry/crm/v0.1/servers");
    as(OTHER, "/registry/none/v0.1/servers");

    assertThat(lookedAt).containsExactly(OTHER, OTHER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"OPTIONS", "POST", "PATCH", "DELETE"})
  void tellNothingByOtherMethods(String method) {
    assertThat(registry.ask(method, "/registry/crm/v0.1/servers", null, null, "{}"))
        .usingRecursiveComparison()
        .isEqualTo(registry.ask(method, "/registry/none/v0.1/servers", null, null, "{}"));
  }

  @Test
  void areForReadingOnly() {
    var key = "Bearer " + registry.publisher();

    assertThat(registry.ask("POST", "/registry/open/v0.1/publish", key, null, "{}").status())
        .isEqualTo(404);
  }

  @Test
  void pageThroughAPartOfManyWithoutLosingAny() throws Exception {
    for (var index : IntStream.range(0, 100).toArray()) {
      approve("com.example/s%03d".formatted(index));
      approve("com.acme/s%03d".formatted(index));
      approve("zone.other/s%03d".formatted(index));
    }
    var seen = new ArrayList<String>();
    for (var query = "limit=25"; !query.isEmpty(); ) {
      var page = Registry.json(registry.get("/registry/open/v0.1/servers?" + query));
      page.get("servers").forEach(item -> seen.add(item.at("/server/name").asString()));
      var next = page.at("/metadata/nextCursor").asString("");
      query = next.isEmpty() ? "" : "cursor=" + next;
    }

    assertThat(seen)
        .hasSize(102)
        .doesNotHaveDuplicates()
        .isSorted()
        .allMatch(name -> name.startsWith("com.example/"));
  }

  @Test
  void answerThatTheyAreWell() {
    assertThat(Registry.text(registry.get("/v0.1/health"))).isEqualTo("{\"status\":\"ok\"}");
    assertThat(Registry.text(registry.get("/v0/ping"))).isEqualTo("{\"pong\":true}");
    assertThat(Registry.text(registry.get("/registry/open/v0.1/ping")))
        .isEqualTo("{\"pong\":true}");
  }

  @Test
  void areNamedLikeServersAndNeverDefault() {
    for (var name : List.of("default", "", "A", "a/b", "-a", "a".repeat(33))) {
      assertThatIllegalArgumentException().isThrownBy(() -> new CatalogueName(name));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "com.*.example/x", "a b", "[a]", "**"})
  void refusePatternsThatTheyCannotKeepTo(String pattern) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(Readers.CALLERS, List.of(), List.of(pattern), List.of()))
        .withMessageContaining("include has names of the registry");
  }

  @Test
  void refuseRolesForEverybody() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(Readers.EVERYBODY, List.of("a"), List.of(), List.of()));
  }
}
