package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.identity.ApiKey;
import dev.gatehouse.core.identity.KeyStore;
import dev.gatehouse.core.identity.StoredKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link KeyStore} does. */
public interface KeyStoreContract {
  /** An empty store. Called once in each test. */
  KeyStore keyStore();

  @Test
  default void givesBackWhatWasAdded() {
    var store = keyStore();
    var plain = key("plain", 1);
    var full =
        ApiKey.create(
                "façade-ключ",
                Set.of("coder", "reader"),
                Map.of(
                    "senior",
                    true,
                    "level",
                    7L,
                    "share",
                    0.5,
                    "team",
                    "a'b\"c;--",
                    "sites",
                    List.of("one", 2L),
                    "org",
                    Map.of("unit", Map.of("name", "x"))),
                at(2),
                Optional.of(at(1_000)),
                new SecureRandom())
            .stored();

    store.add(plain);
    store.add(full);

    assertThat(store.all()).containsExactly(plain, full);
  }

  @Test
  default void keepsInstantsToTheMillisecond() {
    var store = keyStore();
    var created = Instant.parse("2026-11-24T10:14:07.312Z");
    var key =
        ApiKey.create(
                "precise", Set.of(), Map.of(), created, Optional.of(created), new SecureRandom())
            .stored();
    store.add(key);
    store.revoke("precise", created.plusMillis(1));

    assertThat(store.all()).containsExactly(key.revokedAt(created.plusMillis(1)));
  }

  @Test
  default void listsTheOldestFirst() {
    var store = keyStore();
    var keys = List.of(key("c", 3), key("a", 1), key("b", 2));
    keys.forEach(store::add);

    assertThat(store.all()).extracting(StoredKey::name).containsExactly("a", "b", "c");
  }

  @Test
  default void revokesByIdByNameAndByWhatIsShown() {
    var store = keyStore();
    var keys = List.of(key("a", 1), key("b", 2), key("c", 3));
    keys.forEach(store::add);

    assertThat(store.revoke(keys.get(0).id(), at(10))).isTrue();
    assertThat(store.revoke("b", at(11))).isTrue();
    assertThat(store.revoke(keys.get(2).prefix().replace("…", ""), at(12))).isTrue();

    assertThat(store.all())
        .extracting(key -> key.revoked().orElseThrow())
        .containsExactly(at(10), at(11), at(12));
  }

  @Test
  default void keepsTheInstantOfTheFirstRevocation() {
    var store = keyStore();
    store.add(key("a", 1));
    store.revoke("a", at(10));

    assertThat(store.revoke("a", at(20))).isFalse();
    assertThat(store.all().getFirst().revoked()).contains(at(10));
  }

  @Test
  default void revokesNothingThatIsNotThere() {
    var store = keyStore();
    store.add(key("a", 1));

    for (var which : List.of("", "b", "A", "%", "a%", "gth_", "' OR '1'='1")) {
      assertThat(store.revoke(which, at(10))).as(which).isFalse();
    }
    assertThat(store.all().getFirst().revoked()).isEmpty();
  }

  @Test
  default void givesANameAgainAfterItsKeyIsRevoked() {
    var store = keyStore();
    var first = key("agent", 1);
    var second = key("agent", 2);
    store.add(first);
    assertThatThrownBy(() -> store.add(second))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("agent");

    store.revoke("agent", at(10));
    store.add(second);
    store.revoke("agent", at(20));

    assertThat(store.all()).containsExactly(first.revokedAt(at(10)), second.revokedAt(at(20)));
  }

  @Test
  default void takesNoIdAndNoHashTwice() {
    var store = keyStore();
    var key = key("a", 1);
    store.add(key);
    store.revoke("a", at(5));

    assertThatThrownBy(() -> store.add(key)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.add(withId(key, "other")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(store.all()).containsExactly(key.revokedAt(at(5)));
  }

  @Test
  default void givesOneOfManyTheNameAtTheSameTime() throws InterruptedException {
    var store = keyStore();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var adds =
          IntStream.range(0, 16)
              .<Callable<Boolean>>mapToObj(i -> () -> isAdded(store, key("agent", i)))
              .toList();

      assertThat(
              threads.invokeAll(adds).stream()
                  .filter(done -> {
                    try {
                      return done.get();
                    } catch (InterruptedException | ExecutionException e) {
                      throw new AssertionError(e);
                    }
                  }))
          .hasSize(1);
    }
    assertThat(store.all()).hasSize(1);
  }

  private static boolean isAdded(KeyStore store, StoredKey key) {
    try {
      store.add(key);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static StoredKey key(String name, int second) {
    return ApiKey.create(
            name, Set.of("coder"), Map.of(), at(second), Optional.empty(), new SecureRandom())
        .stored();
  }

  private static StoredKey withId(StoredKey key, String id) {
    return new StoredKey(
        id,
        key.name(),
        key.prefix(),
        key.hash(),
        key.roles(),
        key.created(),
        key.expires(),
        key.revoked(),
        key.attributes());
  }

  private static Instant at(int second) {
    return Instant.parse("2026-11-24T10:00:00Z").plusSeconds(second);
  }
}
