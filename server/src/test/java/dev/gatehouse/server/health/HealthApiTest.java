package dev.gatehouse.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.identity.ApiKey;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.IdentitySettings;
import dev.gatehouse.core.identity.KeyIndex;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.telemetry.Telemetry;
import dev.gatehouse.core.waiting.Waiting;
import dev.gatehouse.server.http.Door;
import dev.gatehouse.transport.ControlPlane.Answer;
import dev.gatehouse.transport.ControlPlane.Request;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthApiTest {
  private final AtomicBoolean storeIsReady = new AtomicBoolean(true);
  private final HealthApi api =
      new HealthApi(
          List.of(
              new HealthApi.Part("store", storeIsReady::get),
              new HealthApi.Part("journal", () -> true)),
          new Telemetry("0.1.0"),
          new Door(_ -> {
            throw new Refused(new Refusal.Unauthenticated("no credential"));
          }));

  @Test
  void isAliveWhateverWaits() {
    storeIsReady.set(false);

    assertThat(get("/health/live").status()).isEqualTo(200);
    assertThat(text(get("/health/live"))).contains("\"status\":\"live\"");
  }

  @Test
  void isReadyWhenEveryPartIs() {
    assertThat(get("/health/ready").status()).isEqualTo(200);
    storeIsReady.set(false);
    assertThat(get("/health/ready").status()).isEqualTo(503);
    assertThat(text(get("/health/ready")))
        .isEqualTo("{\"status\":\"not-ready\",\"waitingFor\":[\"store\"]}");
  }

  @Test
  void isNotReadyWhenAPartCannotSay() {
    var api =
        new HealthApi(
            List.of(
                new HealthApi.Part(
                    "store",
                    () -> {
                      throw new IllegalStateException("secret address");
                    })),
            new Telemetry("0.1.0"),
            new Door(_ -> {
              throw new Refused(new Refusal.Unauthenticated("no credential"));
            }));

    assertThat(text(ask(api, "GET", "/health/ready"))).contains("store").doesNotContain("secret");
  }

  @Test
  void showsMetricsOnlyToWhoProvesARole() {
    assertThat(get("/metrics").status()).isEqualTo(401);
  }

  @Test
  void showsMetricsToARoleForThem() {
    var key =
        ApiKey.create(
            "scraper",
            Set.of("metrics"),
            Map.of(),
            Instant.EPOCH,
            Optional.empty(),
            new SecureRandom());
    var authentication =
        new Authentication(
            (_, _, _, _) -> new byte[0], InstantSource.fixed(Instant.EPOCH), Runnable::run);
    authentication.use(IdentitySettings.NONE, KeyIndex.of(List.of(key.stored())));
    var api =
        new HealthApi(
            List.of(),
            new Telemetry("0.1.0"),
            new Door(shown -> authentication.authenticate(shown, Waiting.ALLOWED)));

    var answer =
        api.answer(
            new Request(
                "GET",
                "/metrics",
                "",
                "Bearer " + key.text().reveal(),
                null,
                null,
                null,
                null,
                new byte[0]));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).startsWith("text/plain");
    assertThat(text(answer)).contains("gatehouse_build_info");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health/", "/healthz", "/metrics/x"})
  void hasNothingAtOtherPaths(String path) {
    assertThat(get(path).status()).isEqualTo(404);
  }

  @Test
  void takesNothingThatWouldChangeSomething() {
    assertThat(ask(api, "POST", "/health/live").status()).isEqualTo(405);
  }

  private Answer get(String path) {
    return ask(api, "GET", path);
  }

  private static Answer ask(HealthApi api, String method, String path) {
    return api.answer(new Request(method, path, "", null, null, null, null, null, new byte[0]));
  }

  private static String text(Answer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
