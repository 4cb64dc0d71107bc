package dev.gatehouse.core.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.artifacts.VersionOrder.Dated;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionOrderTest {
  private static final Instant EARLY = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATE = EARLY.plusSeconds(1);

  @ParameterizedTest
  @CsvSource({
    "1.9.0, 1.10.0",
    "1.0.0-alpha, 1.0.0",
    "1.0.0-alpha.9, 1.0.0-alpha.10",
    "1.0.0-alpha, 1.0.0-alpha.1",
    "1.0.0-alpha.1, 1.0.0-alpha.beta",
    "1.0.0-rc-1, 1.0.0",
    "2025.01.02, 2025.1.3",
    "v9, 0.0.1",
    "1.2, 0.0.1",
    "99999999999999999998.0.0, 99999999999999999999.0.0"
  })
  void putsTheOlderOneFirst(String older, String newer) {
    var one = new Dated(older, LATE);
    var other = new Dated(newer, EARLY);

    assertThat(VersionOrder.ORDER.compare(one, other)).isNegative();
    assertThat(VersionOrder.ORDER.compare(other, one)).isPositive();
  }

  @Test
  void goesByTimeWhereNoneIsSemantic() {
    assertThat(List.of(new Dated("v1", LATE), new Dated("v2", EARLY)))
        .isSortedAccordingTo(VersionOrder.ORDER.reversed());
  }

  @Test
  void doesNotLookAtTheBuild() {
    assertThat(VersionOrder.ORDER.compare(new Dated("1.0.0+a", EARLY), new Dated("1.0.0+b", LATE)))
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0.0", "1.0.0-alpha.1", "2025.01.02", "v1", "2021.03.15-beta", "max"})
  void takesAnyExactVersion(String version) {
    assertThat(VersionOrder.flaw(version)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "latest",
        "^1.2.3",
        "~1.2",
        ">=1.0.0",
        "1.x",
        "1.*",
        "*",
        "1.0 - 2.0",
        "1 || 2",
        ""
      })
  void takesNoRange(String version) {
    assertThat(VersionOrder.flaw(version)).isPresent();
  }

  @Test
  void takesNoVersionOfMoreThan255Characters() {
    assertThat(VersionOrder.flaw("1".repeat(255))).isEmpty();
    assertThat(VersionOrder.flaw("1".repeat(256))).isPresent();
  }
}
