package dev.gatehouse.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
  @Test
  void isShortAndReadsAsItWasPrinted() {
    assertThat(new Reference(0, 1).text()).isEqualTo("r-80");
    assertThat(new Reference(3, 48_113).text()).hasSizeLessThanOrEqualTo(8);
    assertThat(new Reference(255, (1L << 55) - 1).text()).hasSize(Reference.MAX_LENGTH);
  }

  @Test
  void standsForOneRecordAndOneRecordForIt() {
    var random = new Random(3);
    for (var i = 0; i < 20_000; i++) {
      var reference =
          new Reference(random.nextInt(256), 1 + (random.nextLong() >>> (10 + random.nextInt(54))));
      assertThat(Reference.parse(reference.text())).contains(reference);
    }
    for (var i = 0; i < 20_000; i++) {
      var text = "r-" + Long.toString(random.nextLong() >>> random.nextInt(64), 32);
      Reference.parse(text).ifPresent(found -> assertThat(found.text()).isEqualTo(text));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "r-",
        "r-7",
        "r-7f",
        "7f3k2m",
        "r_7f3k2m",
        "R-7f3k2m",
        "r-7F3k2m",
        "r-07f3k2m",
        "r-7f3k2l",
        "r-7f3k2i",
        "r-7f3k2o",
        "r-7f3k2u",
        "r-7f 3k",
        "r-7f3k2m ",
        "r-zzzzzzzzzzzzz",
        "r-7f3k2m7f3k2m7f3k2m",
        "r--7f3k2m",
        "r-٧f3k2m"
      })
  void refusesWhatIsNone(String text) {
    assertThat(Reference.parse(text)).isEmpty();
  }

  @Test
  void hasItsRange() {
    assertThatThrownBy(() -> new Reference(256, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Reference(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Reference(0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Reference(0, 1L << 55))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
