package dev.gatehouse.core.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.sealing.OneTimeSeals.Opening;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Seals that open once and not for ever. */
class OneTimeSealsTest {
  private static final byte[] CONTENT = {1, 2, 3};

  private final AtomicLong now = new AtomicLong(1_000_000);
  private final OneTimeSeals seals =
      new OneTimeSeals(
          new Sealer(new byte[Sealer.KEY_BYTES]),
          Duration.ofSeconds(10),
          () -> Instant.ofEpochMilli(now.get()),
          3);

  @Test
  void openOnce() {
    var sealed = seals.seal("state", "ana", CONTENT);

    assertThat(seals.open("state", "ana", sealed))
        .isInstanceOfSatisfying(
            Opening.Open.class, open -> assertThat(open.content()).isEqualTo(CONTENT));
    assertThat(seals.open("state", "ana", sealed)).isEqualTo(Opening.Not.UNUSED);
  }

  @Test
  void openOnceMoreWhenGivenBack() {
    var sealed = seals.seal("state", "ana", CONTENT);
    seals.open("state", "ana", sealed);
    seals.giveBack(sealed);

    assertThat(seals.open("state", "ana", sealed)).isInstanceOf(Opening.Open.class);
  }

  @Test
  void areNotUsedUpBySomebodyElse() {
    var sealed = seals.seal("state", "ana", CONTENT);

    assertThat(seals.open("state", "bob", sealed)).isEqualTo(Opening.Not.OURS);
    assertThat(seals.open("state", "ana", sealed)).isInstanceOf(Opening.Open.class);
  }

  @Test
  void openUntilTheirTimeIsOver() {
    var first = seals.seal("state", "ana", CONTENT);
    var second = seals.seal("state", "ana", CONTENT);

    now.addAndGet(9_999);
    assertThat(seals.open("state", "ana", first)).isInstanceOf(Opening.Open.class);
    now.addAndGet(1);
    assertThat(seals.open("state", "ana", second)).isEqualTo(Opening.Not.FRESH);
    assertThat(seals.open("state", "ana", first)).isEqualTo(Opening.Not.FRESH);
  }

  @Test
  void stayShutWhenTooManyAreRemembered() {
    for (var i = 0; i < 3; i++) {
      seals.open("state", "ana", seals.seal("state", "ana", CONTENT));
    }
    assertThat(seals.open("state", "ana", seals.seal("state", "ana", CONTENT)))
        .isEqualTo(Opening.Not.REMEMBERED);

    now.addAndGet(10_000);
    assertThat(seals.open("state", "ana", seals.seal("state", "ana", CONTENT)))
        .isInstanceOf(Opening.Open.class);
  }
}
