package dev.gatehouse.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an id of an event says, and to whom. */
class EventIdsTest {
  private final EventIds ids = new EventIds();

  @Test
  void tellTheirPlace() {
    assertThat(ids.read(ids.of(12, 345))).contains(new EventIds.Place(12, 345));
    assertThat(ids.read(ids.of(1, 0))).contains(new EventIds.Place(1, 0));
    assertThat(ids.of(12, 345)).hasSizeLessThanOrEqualTo(64).matches("[0-9A-Za-z._-]+");
  }

  @Test
  void saySoInOneWayOnly() {
    var id = ids.of(12, 345);
    var read = new ArrayList<String>();
    for (var at = 0; at < id.length(); at++) {
      for (var bit = 0; bit < 7; bit++) {
        var altered = new StringBuilder(id);
        altered.setCharAt(at, (char) (id.charAt(at) ^ 1 << bit));
        ids.read(altered.toString()).ifPresent(_ -> read.add(altered.toString()));
      }
    }

    assertThat(read).isEmpty();
    assertThat(ids.read("0" + id)).isEmpty();
    assertThat(ids.read(id.replace("345", "344"))).isEmpty();
  }

  @Test
  void areStrangeToAnotherGateway() {
    assertThat(new EventIds().read(ids.of(1, 1))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "1", "1.1", "1.1.", "-1.1.x", "1.1.x.y", "9223372036854775808.1.x"})
  void areNotWhatOthersWrite(String id) {
    assertThat(ids.read(id)).isEmpty();
    assertThat(ids.read(id + "1".repeat(100))).isEmpty();
  }
}
