package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What GitHub Copilot demands of a registry that is its allow list. */
class CopilotReadsTheRegistryTest {
  private static final String ID = "local.gatehouse%2Fs-000";

  @TempDir Path directory;
  private final RegistryClient http = new RegistryClient();
  private RunningHouse house;

  @BeforeEach
  void start() throws Exception {
    house = RunningHouse.in(directory, "");
  }

  @AfterEach
  void close() {
    http.close();
    house.close();
  }

  /** What the command line makes of the registry for one server. */
  private enum Verdict {
    ALLOWED,
    NOT_LISTED,
    /** It got 401 or 403, and from then on allows nothing at all. */
    CLOSED
  }

  private Verdict verdict(String base, String id, Map<String, String> headers) throws Exception {
    var answer = http.ask("GET", base + "/v0.1/servers/" + id + "/versions/latest", headers);
    return switch (answer.statusCode()) {
      case 200 ->
          RegistryClient.json(answer).at("/server/name").asString().equals(id.replace("%2F", "/"))
              ? Verdict.ALLOWED
              : Verdict.NOT_LISTED;
      case 401, 403 -> Verdict.CLOSED;
      default -> Verdict.NOT_LISTED;
    };
  }

  private void open(String settings) throws Exception {
    house.settings(settings + RegistryClient.servers(2));
  }

  private String base() {
    return house.house.address().toString();
  }

  @Test
  void allowsExactlyWhatIsListed() throws Exception {
    open("");

    assertThat(verdict(base(), ID, Map.of())).isEqualTo(Verdict.ALLOWED);
    assertThat(verdict(base(), "local.gatehouse%2Fnone", Map.of())).isEqualTo(Verdict.NOT_LISTED);
    assertThat(verdict(base(), "local.gatehouse%2FS-000", Map.of())).isEqualTo(Verdict.NOT_LISTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/registry/team", "/registry/none"})
  void isNeverClosedByAnAnswerAboutCredentials(String path) throws Exception {
    open("registry: { readers: callers, catalogues: { team: { roles: [crm-team] } } }\n");
    for (var headers :
        new Map<?, ?>[] {
          Map.of(), Map.of("Authorization", "Bearer gth_wrong"), Map.of("Authorization", "Basic x")
        }) {
      @SuppressWarnings("unchecked")
      var sent = (Map<String, String>) headers;
      assertThat(verdict(base() + path, ID, sent)).isEqualTo(Verdict.NOT_LISTED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/v0.1/servers, 200",
    "/v0.1/servers?limit=0, 422",
    "/v0.1/servers?cursor=x, 400",
    "/v0.1/servers/local.gatehouse%2Fs-000/versions/latest, 200",
    "/v0.1/servers/local.gatehouse%2Fs-000/versions/1.0.0, 200",
    "/v0.1/servers/local.gatehouse%2Fnone/versions/latest, 404",
    "/v0.1/servers/local.gatehouse%00/versions/latest, 400",
    "/v0.1/nothing, 404",
    "/servers, 200",
    "/registry/none/v0.1/servers, 404",
  })
  void findsItsHeadersOnEveryAnswer(String path, int status) throws Exception {
    open("");
    for (var origin : new Map<?, ?>[] {Map.of(), Map.of("Origin", "https://github.example")}) {
      @SuppressWarnings("unchecked")
      var headers = (Map<String, String>) origin;
      var got = http.ask("GET", base() + path, headers);
      assertThat(got.statusCode()).isEqualTo(status);
      assertHeaders(got);
      assertHeaders(http.ask("HEAD", base() + path, headers));
      var options = http.ask("OPTIONS", base() + path, headers);
      assertHeaders(options);
      if (!path.contains("%00")) {
        assertThat(options.statusCode()).isEqualTo(204);
      }
    }
  }

  private static void assertHeaders(HttpResponse<String> response) {
    var headers = response.headers();
    assertThat(headers.firstValue("Access-Control-Allow-Origin")).isEqualTo(Optional.of("*"));
    assertThat(headers.firstValue("Access-Control-Allow-Methods").orElse(""))
        .contains("GET", "OPTIONS");
    assertThat(headers.firstValue("Access-Control-Allow-Headers").orElse(""))
        .contains("Authorization", "Content-Type");
  }

  @Test
  void findsTheListWithoutAVersionInThePath() throws Exception {
    open("");

    assertThat(
            RegistryClient.json(http.ask("GET", base() + "/servers", Map.of()))
                .at("/metadata/count")
                .asInt())
        .isEqualTo(2);
  }
}
