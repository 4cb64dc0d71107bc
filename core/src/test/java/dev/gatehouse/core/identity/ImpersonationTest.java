package dev.gatehouse.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImpersonationTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private final StoredKey key =
      ApiKey.create(
              "support-bot",
              Set.of("support"),
              Map.of("senior", true),
              NOW,
              Optional.of(NOW.plus(Duration.ofHours(1))),
              new SecureRandom())
          .stored();

  @Test
  void ofAKeyIsTheCallerThatTheKeyWouldProve() {
    assertThat(Impersonation.ofKey(key, NOW).supposed())
        .isEqualTo(KeyIndex.callerOf(key))
        .returns("key:" + key.id(), Caller::id);
  }

  @Test
  void ofAKeyThatDoesNotHoldIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Impersonation.ofKey(key, NOW.plus(Duration.ofHours(1))))
        .withMessageContaining("expired");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Impersonation.ofKey(key.revokedAt(NOW), NOW))
        .withMessageContaining("revoked");
  }

  @Test
  void ofARoleOrARecordHasTheIdOfNoCaller() {
    var recorded =
        Impersonation.ofRecord(
            "key:" + key.id(), Optional.empty(), Optional.empty(), Set.of(), Map.of());
    assertThat(Impersonation.ofRole("support").supposed().id()).startsWith("supposed:");
    assertThat(recorded.supposed().id()).startsWith("supposed:");
  }

  @Test
  void isNoCaller() {
    assertThat(Caller.class.isAssignableFrom(Impersonation.class)).isFalse();
  }
}
