package dev.gatehouse.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.guardrails.Guardrails;
import dev.gatehouse.core.limits.Counts;
import dev.gatehouse.core.limits.LimitRules;
import dev.gatehouse.core.limits.Limits;
import dev.gatehouse.core.policy.Rules;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.registry.Catalogue;
import dev.gatehouse.core.waiting.Waiting;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How refusals reach clients that have sent nothing readable. */
class RefusingTest {
  private final Refusing refusing = new Refusing((_, scopes) -> "Bearer" + scopes);

  private CapturedReply refused(Refusal refusal) {
    var reply = new CapturedReply();
    var nothing =
        new Snapshot(
            new Catalogue(List.of()),
            Rules.rules().policy(),
            Limits.of(LimitRules.NONE, new Counts(() -> 0)),
            Guardrails.none(),
            dev.gatehouse.core.pins.Pins.NONE);
    var arrival = Request.initialize(null, "/mcp");
    var visit = new Visit(arrival, reply, nothing, Waiting.ALLOWED, 0, Instant.EPOCH);
    refusing.answer(visit, refusal, "r-1", null);
    return reply;
  }

  @Test
  void aTokenThatIsTooNarrowIsToldApartFromNone() {
    var none = refused(new Refusal.Unauthenticated("no credential"));
    var narrow = refused(new Refusal.InsufficientScope(List.of("mcp")));

    assertThat(none.head().wwwAuthenticate()).isEqualTo("Bearer[]");
    assertThat(narrow.status()).isEqualTo(403);
    assertThat(narrow.head().wwwAuthenticate()).isEqualTo("Bearer[mcp]");
  }

  @Test
  void aWaitIsAHeaderToo() {
    var waits = refused(new Refusal.Flooding(java.time.Duration.ofMillis(2_100)));

    assertThat(waits.head().retryAfterSeconds()).isEqualTo(3);
    assertThat(waits.body()).startsWith("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":");
  }
}
