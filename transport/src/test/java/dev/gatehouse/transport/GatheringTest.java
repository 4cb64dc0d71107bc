package dev.gatehouse.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GatheringTest {
  private static final int MIB = 1 << 20;
  private final byte[] bytes = new byte[3 * MIB];

  GatheringTest() {
    new Random(1).nextBytes(bytes);
  }

  private boolean takes(Gathering gathering, int from, int to) {
    return gathering.take(Buffer.buffer(bytes).slice(from, to));
  }

  @Test
  void whatComesInPiecesOfAnySizeIsWholeInTheEnd() {
    for (var announced : new int[] {-1, bytes.length, 10, bytes.length + 1}) {
      for (var size : new int[] {1_000, 65_536, 131_072, 700_001, bytes.length}) {
        var gathering = new Gathering(4 * MIB, announced);
        for (var from = 0; from < bytes.length; from += size) {
          assertThat(takes(gathering, from, Math.min(bytes.length, from + size))).isTrue();
        }

        assertThat(gathering.length()).isEqualTo(bytes.length);
        assertThat(gathering.whole()).isEqualTo(bytes);
      }
    }
  }

  @Test
  void whatIsMoreThanTheBoundIsNotTaken() {
    var gathering = new Gathering(MIB, -1);

    assertThat(takes(gathering, 0, MIB - 1)).isTrue();
    assertThat(takes(gathering, MIB - 1, MIB + 1)).isFalse();
    assertThat(takes(gathering, MIB - 1, MIB)).isTrue();
    assertThat(takes(gathering, 0, 1)).isFalse();
    assertThat(gathering.length()).isEqualTo(MIB);
  }

  @Test
  void whatIsAnnouncedAndComesInOnePieceIsNotCopied() {
    var one = new byte[] {1, 2, 3};
    var gathering = new Gathering(MIB, 3);
    gathering.take(Bytes.wrap(one));

    assertThat(gathering.whole()).isSameAs(one);
  }

  @Test
  void nothingIsEmpty() {
    assertThat(new Gathering(MIB, -1).whole()).isEmpty();
  }
}
