package dev.gatehouse.testkit;

import static dev.gatehouse.testkit.StoredThings.THEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.core.policy.StoredGrant;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.store.Stores;
import org.junit.jupiter.api.Test;

/** What every store of grants does. */
public interface GrantStoreContract {
  /** Empty stores, the same ones in the whole test. */
  Stores stores();

  @Test
  default void keepsGrantsInTheOrderInWhichTheyWereGiven() {
    var second = stores().grants().add("coder", Primitive.TOOL, "files/read_*", "ana", THEN);
    var first = stores().grants().add("coder", Primitive.RESOURCE, "files/file:///*", "ana", THEN);

    assertThat(stores().grants().all()).containsExactly(second, first);
    assertThat(first)
        .isEqualTo(
            new StoredGrant(
                first.id(), "coder", Primitive.RESOURCE, "files/file:///*", "ana", THEN));
  }

  @Test
  default void givesTheSameGrantOnlyOnce() {
    var given = stores().grants().add("coder", Primitive.TOOL, "files/*", "ana", THEN);
    var again = stores().grants().add("coder", Primitive.TOOL, "files/*", "ben", THEN);
    var other = stores().grants().add("coder", Primitive.PROMPT, "files/*", "ben", THEN);

    assertThat(again).isEqualTo(given);
    assertThat(stores().grants().all()).containsExactly(given, other);
  }

  @Test
  default void removesAGrantAndNeverUsesItsIdAgain() {
    var removed = stores().grants().add("coder", Primitive.TOOL, "files/*", "ana", THEN);

    assertThat(stores().grants().remove(removed.id())).isTrue();
    assertThat(stores().grants().remove(removed.id())).isFalse();

    var next = stores().grants().add("coder", Primitive.TOOL, "files/*", "ana", THEN);
    assertThat(next.id()).isGreaterThan(removed.id());
    assertThat(stores().grants().all()).containsExactly(next);
  }

  @Test
  default void refusesWhatIsNoGrant() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stores().grants().add("coder", Primitive.TOOL, "files", "ana", THEN))
        .withMessageContaining("server/name");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stores().grants().add("", Primitive.TOOL, "files/*", "ana", THEN))
        .withMessageContaining("role");
    assertThat(stores().grants().all()).isEmpty();
  }
}
