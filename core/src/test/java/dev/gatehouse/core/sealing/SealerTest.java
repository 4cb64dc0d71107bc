package dev.gatehouse.core.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** What a seal opens for, and that it opens for nothing else. */
class SealerTest {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final byte[] CONTENT = "where it went on".getBytes(StandardCharsets.UTF_8);

  private final Sealer sealer = sealer(1);

  private static Sealer sealer(int seed) {
    var key = new byte[Sealer.KEY_BYTES];
    key[0] = (byte) seed;
    return new Sealer(key);
  }

  @Test
  void opensForThePurposeAndTheCallerItWasMadeFor() {
    var sealed = sealer.seal("cursor", "ana", CONTENT);

    assertThat(sealer.open("cursor", "ana", sealed)).hasValue(CONTENT);
    assertThat(sealed).doesNotContain("went");
  }

  @Test
  void neverLooksTheSameTwice() {
    assertThat(sealer.seal("cursor", "ana", CONTENT))
        .isNotEqualTo(sealer.seal("cursor", "ana", CONTENT));
  }

  @Test
  void isTheSameForTheSameWhereThatIsAskedFor() {
    var sealed = sealer.sealStable("task", "ana", CONTENT);

    assertThat(sealed).isEqualTo(sealer(1).sealStable("task", "ana", CONTENT));
    assertThat(sealer.openStable("task", "ana", sealed)).hasValue(CONTENT);
    assertThat(sealer.openStable("task", "bob", sealed)).isEmpty();
    assertThat(sealer.openStable("other", "ana", sealed)).isEmpty();
    assertThat(sealer.open("task", "ana", sealed)).isEmpty();
    assertThat(sealer.openStable("task", "ana", sealer.seal("task", "ana", CONTENT))).isEmpty();
    assertThat(sealer.sealStable("task", "bob", CONTENT).substring(0, 18))
        .isNotEqualTo(sealed.substring(0, 18));
    assertThat(sealer.sealStable("task", "ana", new byte[] {1}).substring(0, 18))
        .isNotEqualTo(sealed.substring(0, 18));
  }

  @Test
  void opensToNobodyWhoChangedAByteOfAStableSeal() {
    var sealed = sealer.sealStable("task", "ana", CONTENT);
    for (var at = 0; at < sealed.length(); at++) {
      var other = sealed.charAt(at) == 'A' ? 'B' : 'A';
      var changed = sealed.substring(0, at) + other + sealed.substring(at + 1);

      assertThat(sealer.openStable("task", "ana", changed)).as("at %d", at).isEmpty();
    }
  }

  @Test
  void holdsNothingAtAllAsWell() {
    assertThat(sealer.open("cursor", "ana", sealer.seal("cursor", "ana", new byte[0])))
        .hasValue(new byte[0]);
  }

  @Test
  void opensForNoOtherPurposeCallerOrKey() {
    var sealed = sealer.seal("cursor", "ana", CONTENT);

    assertThat(sealer.open("state", "ana", sealed)).isEmpty();
    assertThat(sealer.open("cursor", "bob", sealed)).isEmpty();
    assertThat(sealer.open("cursor", "", sealed)).isEmpty();
    assertThat(sealer(2).open("cursor", "ana", sealed)).isEmpty();
  }

  @Test
  void keepsPurposeAndCallerApart() {
    var sealed = sealer.seal("cursor", "ana", CONTENT);

    assertThat(sealer.open("cursora", "na", sealed)).isEmpty();
    assertThat(sealer.open("curso", "rana", sealed)).isEmpty();
  }

  @Test
  void doesNotSurviveOneFlippedBitAnywhere() {
    var bytes = Base64.getUrlDecoder().decode(sealer.seal("cursor", "ana", CONTENT));
    for (var bit = 0; bit < 8 * bytes.length; bit++) {
      var flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      var text = Base64.getUrlEncoder().withoutPadding().encodeToString(flipped);

      assertThat(sealer.open("cursor", "ana", text)).as("bit " + bit).isEmpty();
    }
  }

  @Test
  void doesNotSurviveOneChangedCharacterAnywhere() {
    for (var length = 0; length < 3; length++) {
      var sealed = sealer.seal("cursor", "ana", new byte[length]);
      for (var at = 0; at < sealed.length(); at++) {
        opensForNoOtherCharacter(sealed, at);
      }
    }
  }

  private void opensForNoOtherCharacter(String sealed, int at) {
    for (var i = 0; i < ALPHABET.length(); i++) {
      var other = ALPHABET.charAt(i);
      var changed = sealed.substring(0, at) + other + sealed.substring(at + 1);
      if (other != sealed.charAt(at)) {
        assertThat(sealer.open("cursor", "ana", changed)).as(changed).isEmpty();
      }
    }
  }

  @Test
  void isNeitherCutNorLengthened() {
    var sealed = sealer.seal("cursor", "ana", CONTENT);
    for (var length = 0; length < sealed.length(); length++) {
      assertThat(sealer.open("cursor", "ana", sealed.substring(0, length))).isEmpty();
    }
    for (var more : new String[] {"A", "=", "==", " ", "\n", "ä"}) {
      assertThat(sealer.open("cursor", "ana", sealed + more)).as("with " + more).isEmpty();
    }
  }

  @Test
  void isNotWhateverSomebodyMakesUp() {
    for (var text : new String[] {"", "x", "nothing", "{}", "A".repeat(100), "%%%%"}) {
      assertThat(sealer.open("cursor", "ana", text)).as(text).isEmpty();
    }
    assertThat(sealer.open("cursor", "ana", "A".repeat(2 << 20))).isEmpty();
  }

  @Test
  void takesKeysOfOneSizeOnly() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Sealer(new byte[16]));
  }
}
