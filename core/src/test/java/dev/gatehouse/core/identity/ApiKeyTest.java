package dev.gatehouse.core.identity;

import static dev.gatehouse.core.identity.Refusing.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.waiting.Waiting;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiKeyTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private final MovableClock clock = new MovableClock();
  private final Authentication authentication =
      new Authentication(new FakeFetcher(), clock, Runnable::run);

  @Test
  void hasAMarkThirtyRandomCharactersAndAChecksum() {
    for (var i = 0; i < 200; i++) {
      var text = text(key());

      assertThat(text).matches("gth_[0-9A-Za-z]{36}");
      assertThat(ApiKey.isWellFormed(text)).isTrue();
    }
  }

  @Test
  void isNeverMadeTwice() {
    var texts = new HashSet<String>();
    for (var i = 0; i < 1_000; i++) {
      assertThat(texts.add(text(key()))).isTrue();
    }
  }

  @Test
  void hasAChecksumThatScannersCanCompute() {
    assertThat(ApiKey.isWellFormed("gth_" + "0".repeat(30) + checksum("0".repeat(30)))).isTrue();
  }

  @Test
  void isNotWellFormedWithAnyOneCharacterChanged() {
    var text = text(key());
    for (var i = 0; i < text.length(); i++) {
      var other = text.charAt(i) == 'x' ? 'y' : 'x';

      assertThat(ApiKey.isWellFormed(text.substring(0, i) + other + text.substring(i + 1)))
          .isFalse();
    }
    assertThat(ApiKey.isWellFormed(text + "0")).isFalse();
    assertThat(ApiKey.isWellFormed("")).isFalse();
  }

  @Test
  void isKeptOnlyAsItsHash() {
    var created = key();
    var stored = created.stored();

    assertThat(stored.hash()).matches("[0-9a-f]{64}").isEqualTo(ApiKey.hash(text(created)));
    assertThat(stored.prefix()).hasSize(8).isEqualTo(text(created).substring(0, 7) + "…");
    assertThat(stored.toString()).doesNotContain(text(created).substring(7));
    assertThat(created.toString()).doesNotContain(text(created));
  }

  @Test
  void provesItsCaller() {
    var created = key();
    use(created.stored());

    var caller = call(text(created));

    assertThat(caller.id()).isEqualTo("key:" + created.stored().id());
    assertThat(caller.agent()).contains("my-agent");
    assertThat(caller.user()).isEmpty();
    assertThat(caller.roles()).containsExactly("coder");
    assertThat(caller.attributes()).containsEntry("senior", true);
    assertThat(caller.credential()).isEqualTo(created.stored().prefix());
  }

  @Test
  void isRefusedWhenNobodyKnowsIt() {
    use(key().stored());

    assertThat(reasonOf(() -> call(text(key())))).isEqualTo("no such API key");
    assertThat(reasonOf(() -> call("gth_short"))).isEqualTo("not an API key: wrong shape");
    assertThat(reasonOf(() -> call("gth_" + "ü".repeat(36)))).contains("wrong shape");
  }

  @Test
  void isRefusedAtOnceWhenRevoked() {
    var created = key();
    use(created.stored());
    call(text(created));

    use(created.stored().revokedAt(clock.instant()));

    assertThat(reasonOf(() -> call(text(created))))
        .contains("my-agent", "was revoked", created.stored().prefix())
        .doesNotContain(text(created).substring(7));
  }

  @Test
  void isRefusedFromTheInstantOfItsExpiryOn() {
    var created = key(Optional.of(clock.instant().plusSeconds(10)));
    use(created.stored());
    clock.advance(Duration.ofMillis(9_999));
    call(text(created));

    clock.advance(Duration.ofMillis(1));

    assertThat(reasonOf(() -> call(text(created)))).contains("my-agent", "expired at 2026-11-24");
  }

  @Test
  void mayLastAsLongAsAnInstantCan() {
    var created = key(Optional.of(Instant.MAX));
    use(created.stored());

    assertThat(call(text(created)).roles()).containsExactly("coder");
  }

  @Test
  void isFoundByIdNameOrWhatIsShown() {
    var stored = key().stored();

    for (var which :
        List.of(stored.id(), "my-agent", stored.prefix(), stored.prefix().replace("…", ""))) {
      assertThat(StoredKey.choose(List.of(stored), which)).contains(stored);
    }
    assertThat(StoredKey.choose(List.of(stored.revokedAt(clock.instant())), stored.id())).isEmpty();
  }

  @Test
  void isNotChosenAmongSeveralThatShowTheSame() {
    var one = key().stored();
    var two = withPrefix(key().stored(), one.prefix());

    assertThatThrownBy(() -> StoredKey.choose(List.of(one, two), one.prefix()))
        .hasMessageContaining(one.id())
        .hasMessageContaining(two.id());
  }

  @Test
  void doesNotTakeNamesThatCannotBeShown() {
    for (var name : List.of("", " ", "a\nb", "x".repeat(101))) {
      assertThatThrownBy(() -> create(name, Optional.empty()))
          .hasMessageContaining("name of a key has 1 to 100 characters");
    }
  }

  private static StoredKey withPrefix(StoredKey key, String prefix) {
    return new StoredKey(
        key.id(),
        key.name(),
        prefix,
        key.hash(),
        key.roles(),
        key.created(),
        key.expires(),
        key.revoked(),
        key.attributes());
  }

  private static String checksum(String random) {
    var crc = new java.util.zip.CRC32();
    crc.update(random.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    var digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    var text = new StringBuilder();
    for (var rest = crc.getValue(); text.length() < 6; rest /= 62) {
      text.append(digits.charAt((int) (rest % 62)));
    }
    return text.reverse().toString();
  }

  private ApiKey.Created key() {
    return key(Optional.empty());
  }

  private ApiKey.Created key(Optional<Instant> expires) {
    return create("my-agent", expires);
  }

  private ApiKey.Created create(String name, Optional<Instant> expires) {
    return ApiKey.create(
        name, Set.of("coder"), Map.of("senior", true), clock.instant(), expires, RANDOM);
  }

  private static String text(ApiKey.Created created) {
    return created.text().reveal();
  }

  private void use(StoredKey... keys) {
    authentication.use(IdentitySettings.NONE, KeyIndex.of(List.of(keys)));
  }

  private Caller call(String key) {
    return authentication.authenticate("Bearer " + key, Waiting.FORBIDDEN);
  }
}
