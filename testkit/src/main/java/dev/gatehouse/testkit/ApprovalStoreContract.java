package dev.gatehouse.testkit;

import static dev.gatehouse.testkit.StoredThings.approvalOf;
import static dev.gatehouse.testkit.StoredThings.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.registry.Approval;
import dev.gatehouse.core.registry.Approvals;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.store.Stores;
import org.junit.jupiter.api.Test;

/** What every store of approvals does. */
public interface ApprovalStoreContract {
  /** Empty stores, the same ones in the whole test. */
  Stores stores();

  @Test
  default void keepsDecisionsByServerInOrder() {
    var files = approvalOf(server("files"), "ana");
    var crm = approvalOf(server("crm"), "ben");

    stores().approvals().approve(files);
    stores().approvals().approve(crm);

    assertThat(stores().approvals().all()).containsExactly(crm, files);
  }

  @Test
  default void keepsOnlyTheLastDecisionAboutAServer() {
    var before = approvalOf(server("crm", "https://old.example/mcp"), "ana");
    var after = approvalOf(server("crm", "https://new.example/mcp"), "ben");

    stores().approvals().approve(before);
    stores().approvals().approve(after);

    assertThat(stores().approvals().all()).containsExactly(after);
  }

  @Test
  default void forgetsADecisionThatIsTakenBack() {
    stores().approvals().approve(approvalOf(server("crm"), "ana"));

    assertThat(stores().approvals().revoke(new ServerName("crm"))).isTrue();
    assertThat(stores().approvals().revoke(new ServerName("crm"))).isFalse();
    assertThat(stores().approvals().all()).isEmpty();
  }

  @Test
  default void keepsADecisionWithoutApplyingItToAnotherConnection() {
    var approved = server("crm", "https://old.example/mcp");
    var changed = server("crm", "https://new.example/mcp");
    stores().approvals().approve(approvalOf(approved, "ana"));

    var approvals = Approvals.of(stores().approvals().all());

    assertThat(approvals.of(approved.name(), approved.connection()))
        .isEqualTo(new Approval.Approved("ana", StoredThings.THEN));
    assertThat(approvals.of(changed.name(), changed.connection()))
        .isInstanceOf(Approval.Pending.class);
  }
}
