package dev.gatehouse.testkit;

import static dev.gatehouse.testkit.StoredThings.approvalOf;
import static dev.gatehouse.testkit.StoredThings.pinOf;
import static dev.gatehouse.testkit.StoredThings.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.registry.Approval;
import dev.gatehouse.core.registry.ApprovalDecision;
import dev.gatehouse.core.registry.Approvals;
import dev.gatehouse.core.registry.DriftMode;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.store.Stores;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store of approvals does. */
public interface ApprovalStoreContract {
  /** Empty stores, the same ones in the whole test. */
  Stores stores();

  @Test
  default void keepsDecisionsByServerInOrder() {
    var files = approvalOf(server("files"), "ana");
    var crm = approvalOf(server("crm"), "ben");

    stores().approvals().approve(files, Optional.empty());
    stores().approvals().approve(crm, Optional.empty());

    assertThat(stores().approvals().all()).containsExactly(crm, files);
  }

  @Test
  default void keepsOnlyTheLastDecisionAboutAServer() {
    var before = approvalOf(server("crm", "https://old.example/mcp"), "ana");
    var after = approvalOf(server("crm", "https://new.example/mcp"), "ben");

    stores().approvals().approve(before, Optional.empty());
    stores().approvals().approve(after, Optional.empty());

    assertThat(stores().approvals().all()).containsExactly(after);
  }

  @Test
  default void keepsWhatIsToBecomeOfChanges() {
    var crm = server("crm");
    var decision =
        new ApprovalDecision(
            crm.name(),
            crm.connection().fingerprint(),
            "ana",
            StoredThings.THEN,
            Optional.of(DriftMode.PINNED));

    stores().approvals().approve(decision, Optional.empty());

    assertThat(stores().approvals().all()).containsExactly(decision);
  }

  @Test
  default void keepsWhatWasSeenWithTheDecisionUntilItIsTakenBack() {
    var crm = server("crm");
    var seen = pinOf(crm, "get", "put");

    stores().approvals().approve(approvalOf(crm, "ana"), Optional.of(seen));
    assertThat(stores().pins().all()).containsExactly(seen);

    var _ = stores().approvals().revoke(crm.name());
    assertThat(stores().pins().all()).isEmpty();
  }

  @Test
  default void forgetsWhatWasSeenBeforeWhenNothingIsSeenWithANewDecision() {
    var crm = server("crm");
    stores().approvals().approve(approvalOf(crm, "ana"), Optional.of(pinOf(crm, "get")));

    stores().approvals().approve(approvalOf(crm, "ben"), Optional.empty());

    assertThat(stores().pins().all()).isEmpty();
  }

  @Test
  default void pinsTheFirstUseOfAConnectionOnce() {
    var old = server("crm", "https://old.example/mcp");
    var other = server("crm", "https://new.example/mcp");

    assertThat(stores().pins().pinFirst(pinOf(old, "get"))).isTrue();
    assertThat(stores().pins().pinFirst(pinOf(old, "put"))).isFalse();
    assertThat(stores().pins().all()).containsExactly(pinOf(old, "get"));

    assertThat(stores().pins().pinFirst(pinOf(other, "put"))).isTrue();
    assertThat(stores().pins().all()).containsExactly(pinOf(other, "put"));
  }

  @Test
  default void takingBackWhatNobodyDecidedLeavesThePin() {
    var crm = server("crm");
    var _ = stores().pins().pinFirst(pinOf(crm, "get"));

    assertThat(stores().approvals().revoke(crm.name())).isFalse();

    assertThat(stores().pins().all()).containsExactly(pinOf(crm, "get"));
  }

  @Test
  default void forgetsADecisionThatIsTakenBack() {
    stores().approvals().approve(approvalOf(server("crm"), "ana"), Optional.empty());

    assertThat(stores().approvals().revoke(new ServerName("crm"))).isTrue();
    assertThat(stores().approvals().revoke(new ServerName("crm"))).isFalse();
    assertThat(stores().approvals().all()).isEmpty();
  }

  @Test
  default void keepsADecisionWithoutApplyingItToAnotherConnection() {
    var approved = server("crm", "https://old.example/mcp");
    var changed = server("crm", "https://new.example/mcp");
    stores().approvals().approve(approvalOf(approved, "ana"), Optional.empty());

    var approvals = Approvals.of(stores().approvals().all());

    assertThat(approvals.of(approved.name(), approved.connection()))
        .isEqualTo(new Approval.Approved("ana", StoredThings.THEN));
    assertThat(approvals.of(changed.name(), changed.connection()))
        .isInstanceOf(Approval.Pending.class);
  }
}
