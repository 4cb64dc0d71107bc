package dev.gatehouse.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditKey;
import dev.gatehouse.core.audit.AuditReader;
import dev.gatehouse.core.audit.AuditSettings;
import dev.gatehouse.core.audit.CallFacts;
import dev.gatehouse.core.audit.CallerFacts;
import dev.gatehouse.core.audit.Journal;
import dev.gatehouse.core.audit.NotRecorded;
import dev.gatehouse.core.identity.ApiKey;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.identity.IdentitySettings;
import dev.gatehouse.core.identity.KeyIndex;
import dev.gatehouse.core.waiting.Waiting;
import dev.gatehouse.server.admin.AuditDesk.LineView;
import dev.gatehouse.server.http.Declined;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The desk of records and the log of changes, over a real journal. */
class JournalDeskTest {
  private final Journal journal;
  private final JournalDesk desk;
  private final JournalChangeLog changes;

  JournalDeskTest(@TempDir Path directory) throws IOException {
    var key = AuditKey.in(directory);
    var audit = directory.resolve("audit");
    journal =
        Journal.open(audit, AuditSettings.defaults(), key, InstantSource.system(), text -> text);
    desk = new JournalDesk(new AuditReader(audit), key.publicKey(), InstantSource.system());
    changes = new JournalChangeLog(journal);
  }

  @AfterEach
  void close() throws IOException {
    journal.close();
  }

  @Test
  void showsACallAsOneLineOnceItHasEnded() throws NotRecorded {
    var intent = journal.append(intent("get_ticket"));
    assertThat(lines()).isEmpty();

    journal.append(outcome(intent, null, "1 secret masked in result"));

    assertThat(lines())
        .singleElement()
        .satisfies(line -> {
          assertThat(line.reference()).isEqualTo(intent.text());
          assertThat(line.caller()).isEqualTo("support-bot");
          assertThat(line.what()).isEqualTo("crm/get_ticket");
          assertThat(line.outcome()).isEqualTo("ok");
          assertThat(line.millis()).contains(12.5);
          assertThat(line.note()).contains("1 secret masked in result");
        });
  }

  @Test
  void showsRefusalsWithTheirKind() throws NotRecorded {
    journal.append(
        new AuditEvent.Denied(
            call("update_ticket"),
            "condition",
            "roles.a",
            "x",
            Map.of(),
            null,
            Duration.ofMillis(1)));
    journal.append(outcome(journal.append(intent("get_ticket")), "guardrail", null));

    assertThat(lines()).extracting(LineView::outcome).containsExactly("refused", "refused");
    assertThat(lines())
        .extracting(line -> line.kind().orElse(""))
        .containsExactly("condition", "guardrail");
  }

  @Test
  void followsTheJournalOverAllLanesWithoutLosingOrRepeatingAny() throws NotRecorded {
    var seen = new ArrayList<String>();
    change("before");
    var tail = desk.tail(10, Optional.empty());
    tail.items().forEach(line -> seen.add(line.what()));
    for (var round = 0; round < 3; round++) {
      change("shared-" + round);
      journal.lane(1).append(changed("lane-" + round));
      tail = desk.tail(1, Optional.of(tail.next()));
      tail.items().forEach(line -> seen.add(line.what()));
      tail = desk.tail(10, Optional.of(tail.next()));
      tail.items().forEach(line -> seen.add(line.what()));
    }

    assertThat(desk.tail(10, Optional.of(tail.next())).items()).isEmpty();
    assertThat(seen)
        .hasSize(7)
        .doesNotHaveDuplicates()
        .contains("server.add before", "server.add lane-2", "server.add shared-2");
  }

  @Test
  void refusesAPlaceThatIsNone() {
    for (var place : List.of("x", "r-", "r-1.x", "..", "r-10.".repeat(300))) {
      assertThatThrownBy(() -> desk.tail(1, Optional.of(place))).isInstanceOf(Declined.class);
    }
  }

  @Test
  void showsTheWholeStoryOfACall() throws NotRecorded {
    var intent = journal.append(intent("get_ticket"));
    journal.append(outcome(intent, null, null));

    var story = desk.show(intent.text()).orElseThrow();

    assertThat(story.events()).hasSize(2);
    assertThat(story.events().getFirst().get("class_uid").asInt()).isEqualTo(6003);
    assertThat(desk.show("r-zzzzzz")).isEmpty();
    assertThat(desk.show("nonsense")).isEmpty();
  }

  @Test
  void verifies() throws NotRecorded {
    change("one");

    var report = desk.verify();

    assertThat(report.whole()).isTrue();
    assertThat(report.records()).isEqualTo(1);
    assertThat(report.bad()).isEmpty();
  }

  @Test
  void recordsAChangeBeforeAndAfter() {
    var pending = changes.begin(caller(), "key.create", "my-agent");
    assertThat(lines()).extracting(line -> line.note().orElse("")).containsExactly("begins");

    pending.done();

    assertThat(lines().getLast().note().orElse("")).contains("done", pending.reference());
    assertThat(lines())
        .allSatisfy(line -> {
          assertThat(line.what()).isEqualTo("key.create my-agent");
          assertThat(line.caller()).isEqualTo("root");
        });
  }

  @Test
  void recordsThatAChangeFailedAndWhoWasRefused() {
    changes.begin(caller(), "grant.remove", "17").failed("there is no such grant");
    changes.refused(caller(), "GET /admin/v1/keys");

    assertThat(lines().get(1).note().orElse("")).contains("failed", "no such grant");
    assertThat(lines().getLast().kind()).contains("forbidden");
    assertThat(lines().getLast().what()).isEqualTo("GET /admin/v1/keys");
  }

  @Test
  void saysSoWhenNothingCanBeRecorded() throws IOException {
    var pending = changes.begin(caller(), "key.create", "my-agent");
    journal.close();

    assertThatThrownBy(() -> changes.begin(caller(), "key.create", "x"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(pending::done).isInstanceOf(Declined.class);
    changes.refused(caller(), "GET /admin/v1/keys");
  }

  private List<LineView> lines() {
    return desk.tail(100, Optional.empty()).items();
  }

  private void change(String target) throws NotRecorded {
    journal.append(changed(target));
  }

  private static AuditEvent changed(String target) {
    return new AuditEvent.Change(facts(), "server.add", target, null, null, null);
  }

  private static AuditEvent intent(String tool) {
    return new AuditEvent.Intent(call(tool), "roles.a.grants[0]", null, null);
  }

  private static AuditEvent outcome(
      dev.gatehouse.core.audit.Reference intent,
      @org.jspecify.annotations.Nullable String refusal,
      @org.jspecify.annotations.Nullable String findings) {
    return new AuditEvent.Outcome(
        intent,
        AuditEvent.Status.OK,
        200,
        Duration.ofNanos(12_500_000),
        10,
        20,
        findings,
        refusal,
        null);
  }

  private static CallFacts call(String tool) {
    return new CallFacts(
        facts(), "127.0.0.1", "/mcp", "tools/call", "crm", "tool", tool, null, "7", null);
  }

  private static CallerFacts facts() {
    return CallerFacts.of("key:1", null, "support-bot", "gth_7Qm…", Set.of("coder"));
  }

  private static Caller caller() {
    var key =
        ApiKey.create(
            "root", Set.of("coder"), Map.of(), Instant.EPOCH, Optional.empty(), new SecureRandom());
    var authentication =
        new Authentication(
            (_, _, _, _) -> new byte[0], InstantSource.fixed(Instant.EPOCH), Runnable::run);
    authentication.use(IdentitySettings.NONE, KeyIndex.of(List.of(key.stored())));
    return authentication.authenticate("Bearer " + key.text().reveal(), Waiting.ALLOWED);
  }
}
