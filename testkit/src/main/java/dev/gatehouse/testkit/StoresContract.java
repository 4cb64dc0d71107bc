package dev.gatehouse.testkit;

import static dev.gatehouse.testkit.StoredThings.THEN;
import static dev.gatehouse.testkit.StoredThings.approvalOf;
import static dev.gatehouse.testkit.StoredThings.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.artifacts.ArtifactStore;
import dev.gatehouse.core.identity.ApiKey;
import dev.gatehouse.core.identity.KeyStore;
import dev.gatehouse.core.identity.StoredKey;
import dev.gatehouse.core.inventory.InventoryStore;
import dev.gatehouse.core.policy.StoredGrant;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.store.StoreFailed;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What all stores do together: they tell of changes, and take many callers at once. */
public interface StoresContract
    extends ServerStoreContract,
        ApprovalStoreContract,
        GrantStoreContract,
        KeyStoreContract,
        ArtifactStoreContract,
        InventoryStoreContract {
  @Override
  default KeyStore keyStore() {
    return stores().keys();
  }

  @Override
  default InventoryStore inventory() {
    return stores().inventory();
  }

  @Override
  default ArtifactStore artifacts() {
    return stores().artifacts();
  }

  @Test
  default void tellOfEveryChangeBeforeTheCallReturns() {
    var seen = new ArrayList<Integer>();
    stores().onChange(() -> seen.add(stores().servers().all().size()));

    stores().servers().put(server("crm"));
    stores().servers().put(server("files"));
    var _ = stores().servers().remove(new ServerName("crm"));
    stores().approvals().approve(approvalOf(server("files"), "ana"), Optional.empty());
    var _ = stores().grants().add("coder", Primitive.TOOL, "files/*", "ana", THEN);

    stores().keys().add(key("my-agent"));
    var _ = stores().keys().revoke("my-agent", THEN);

    assertThat(seen).containsExactly(1, 2, 1, 1, 1, 1, 1);
    assertThat(stores().version()).isEqualTo(7);
  }

  @Test
  default void keepSilentWhenNothingChanges() {
    var _ = stores().grants().add("coder", Primitive.TOOL, "files/*", "ana", THEN);
    var before = stores().version();
    stores()
        .onChange(() -> {
          throw new AssertionError("nothing has changed");
        });

    var _ = stores().grants().add("coder", Primitive.TOOL, "files/*", "ana", THEN);
    var _ = stores().servers().remove(new ServerName("none"));
    var _ = stores().approvals().revoke(new ServerName("none"));
    var _ = stores().grants().remove(4711);
    var _ = stores().keys().revoke("none", THEN);

    assertThat(stores().version()).isEqualTo(before);
  }

  @Test
  default void keepAChangeWhoseListenerFailsAndLetTheCallerKnow() {
    var heard = new ArrayList<String>();
    stores()
        .onChange(() -> {
          throw new IllegalStateException("no snapshot");
        });
    stores().onChange(() -> heard.add("second"));

    assertThatThrownBy(() -> stores().servers().put(server("crm"))).hasMessage("no snapshot");

    assertThat(heard).containsExactly("second");
    assertThat(stores().servers().all()).hasSize(1);
  }

  @Test
  default void takeManyChangesAtOnceAndLoseNone() throws Exception {
    var grants =
        atOnce(
            40,
            index ->
                () -> {
                  stores().servers().put(server("s-" + index));
                  return stores().grants().add("r-" + index, Primitive.TOOL, "a/*", "ana", THEN);
                });

    assertThat(grants.stream().map(StoredGrant::id)).doesNotHaveDuplicates();
    assertThat(stores().grants().all()).hasSize(40);
    assertThat(stores().servers().all()).hasSize(40);
    assertThat(stores().version()).isEqualTo(80);
  }

  @Test
  default void giveTheSameGrantOnceToManyAtOnce() throws Exception {
    var given =
        atOnce(
            20, _ -> () -> stores().grants().add("coder", Primitive.TOOL, "files/*", "ana", THEN));

    assertThat(given.stream().distinct()).hasSize(1);
    assertThat(stores().grants().all()).hasSize(1);
  }

  @Test
  default void refuseEveryCallAfterTheyAreClosed() {
    stores().open();
    stores().close();

    assertThatThrownBy(() -> stores().servers().all()).isInstanceOf(StoreFailed.class);
    assertThatThrownBy(() -> stores().servers().put(server("crm")))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("closed");
  }

  private static StoredKey key(String name) {
    return ApiKey.create(name, Set.of(), Map.of(), THEN, Optional.empty(), new SecureRandom())
        .stored();
  }

  /** Runs what is made of 0 to count-1 on as many virtual threads. */
  private static <T> List<T> atOnce(int count, java.util.function.IntFunction<Callable<T>> making)
      throws InterruptedException, ExecutionException {
    var all = new ArrayList<T>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var work = IntStream.range(0, count).mapToObj(making).toList();
      for (Future<T> done : threads.invokeAll(work)) {
        all.add(done.get());
      }
    }
    return all;
  }
}
