package dev.gatehouse.core.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A server that does not answer is left alone for a growing while. */
class BreakerTest {
  private long now = 5_000_000_000L;
  private final Breaker breaker = new Breaker(() -> now);

  private void fails(int times) {
    for (var i = 0; i < times; i++) {
      breaker.failed();
    }
  }

  private void passes(Duration time) {
    now += time.toNanos();
  }

  private boolean letsThrough() {
    return breaker.refusesFor().isZero();
  }

  @Test
  void letsCallsThroughUntilThreeHaveFailedInARow() {
    fails(2);
    assertThat(letsThrough()).isTrue();
    breaker.succeeded();
    fails(2);
    assertThat(letsThrough()).isTrue();
    fails(1);

    assertThat(breaker.refusesFor()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void saysHowLongItStillRefuses() {
    fails(3);
    passes(Duration.ofMillis(400));

    assertThat(breaker.refusesFor()).isEqualTo(Duration.ofMillis(600));
  }

  @Test
  void letsOneCallTryWhenThePauseIsOver() {
    fails(3);
    passes(Duration.ofSeconds(1));

    assertThat(letsThrough()).isTrue();
    assertThat(letsThrough()).isFalse();
  }

  @Test
  void doublesThePauseWithEachTryThatFailsUpToHalfAMinute() {
    fails(3);
    for (var seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
      assertThat(breaker.refusesFor()).isEqualTo(Duration.ofSeconds(seconds));
      passes(Duration.ofSeconds(seconds));
      assertThat(letsThrough()).isTrue();
      fails(1);
    }
  }

  @Test
  void isNotMadeWorseByCallsThatLeftBefore() {
    fails(50);

    assertThat(breaker.refusesFor()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void letsTheNextOneTryWhenATryNeverComesBack() {
    fails(3);
    passes(Duration.ofSeconds(1));
    assertThat(letsThrough()).isTrue();
    passes(Duration.ofSeconds(1));

    assertThat(letsThrough()).isTrue();
  }

  @Test
  void closesWithTheFirstAnswer() {
    fails(3);
    passes(Duration.ofSeconds(1));
    assertThat(letsThrough()).isTrue();
    breaker.succeeded();

    assertThat(letsThrough()).isTrue();
    assertThat(letsThrough()).isTrue();
  }

  @Test
  void standsAClockThatBeginsAnywhere() {
    now = Long.MAX_VALUE - 1_000;
    fails(3);
    assertThat(letsThrough()).isFalse();
    passes(Duration.ofSeconds(1));

    assertThat(letsThrough()).isTrue();
  }
}
