package dev.gatehouse.core.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenValuesTest {
  @ParameterizedTest
  @CsvSource({"0B,0", "512B,512", "64KiB,65536", "4MiB,4194304", "1GiB,1073741824"})
  void aSizeReadsAndPrintsTheSame(String text, long bytes) {
    assertThat(ByteSize.of(text)).isEqualTo(new ByteSize(bytes)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4", "4MB", "-1B", "04KiB", "1.5MiB", "4 MiB", "MiB", "4mib"})
  void aSizeWithoutItsUnitIsRefusedWithAnExample(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ByteSize.of(text))
        .withMessageContaining("for example 4MiB");
  }

  @Test
  void aSizeBeyondALongIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> ByteSize.of("999999999999TiB"));
    assertThatIllegalArgumentException().isThrownBy(() -> ByteSize.of("2GiB").asInt());
  }

  @Test
  void aSizePrintsTheLargestUnitWithoutRemainder() {
    assertThat(new ByteSize(1536)).hasToString("1536B");
    assertThat(new ByteSize(3 * 1024 * 1024)).hasToString("3MiB");
  }

  @ParameterizedTest
  @CsvSource({"500ms,500", "30s,30000", "5m,300000", "12h,43200000", "400d,34560000000", "0s,0"})
  void aDurationReadsAndPrintsTheSame(String text, long millis) {
    assertThat(WrittenDuration.of(text)).isEqualTo(Duration.ofMillis(millis));
    assertThat(WrittenDuration.text(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "30 s", "PT30S", "-1s", "1.5h", "1w", "1h30m"})
  void aDurationWithoutItsUnitIsRefusedWithAnExample(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WrittenDuration.of(text))
        .withMessageContaining("for example 30s");
  }

  @Test
  void aDurationInAnotherUnitPrintsInTheLargestOne() {
    assertThat(WrittenDuration.text(WrittenDuration.of("3600s"))).isEqualTo("1h");
    assertThat(WrittenDuration.text(WrittenDuration.of("90s"))).isEqualTo("90s");
  }
}
