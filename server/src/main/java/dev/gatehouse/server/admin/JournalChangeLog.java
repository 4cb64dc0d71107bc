package dev.gatehouse.server.admin;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.CallFacts;
import dev.gatehouse.core.audit.CallerFacts;
import dev.gatehouse.core.audit.Journal;
import dev.gatehouse.core.audit.NotRecorded;
import dev.gatehouse.core.audit.Reference;
import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.server.http.Declined;
import dev.gatehouse.server.http.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Records changes in the audit journal: one record before a change, as durable as the settings
 * demand, and one about its outcome that names the first.
 */
public final class JournalChangeLog implements ChangeLog {
  private static final System.Logger LOG = System.getLogger(JournalChangeLog.class.getName());
  private static final long MOST_SECONDS = 30;

  private final Journal journal;

  public JournalChangeLog(Journal journal) {
    this.journal = journal;
  }

  @Override
  public Pending begin(Caller by, String action, String subject) {
    var who = facts(by);
    var begun = append(new AuditEvent.Change(who, action, subject, null, null, "begins"));
    return new Pending() {
      @Override
      public String reference() {
        return begun.text();
      }

      @Override
      public void done() {
        end("done, as begun in " + begun);
      }

      @Override
      public void failed(String why) {
        end("failed, as begun in " + begun + ": " + why);
      }

      private void end(String note) {
        try {
          var _ = append(new AuditEvent.Change(who, action, subject, null, null, note));
        } catch (IllegalStateException e) {
          throw new Declined(
              new Problem(
                  "Not recorded",
                  503,
                  "the change begun in " + begun + " ended, and that could not be recorded",
                  Optional.of("look at what is there now before you try again")));
        }
      }
    };
  }

  @Override
  public void refused(Caller by, String what) {
    var asked = new CallFacts(facts(by), "", "/admin", what, null, null, null, null, null, null);
    try {
      var _ =
          journal.append(
              new AuditEvent.Denied(
                  asked,
                  "forbidden",
                  null,
                  "lacks the role " + AdminApi.ROLE,
                  Map.of(),
                  null,
                  Duration.ZERO));
    } catch (NotRecorded e) {
      // It is refused in any case.
      LOG.log(System.Logger.Level.WARNING, "not recorded: " + e.getMessage());
    }
  }

  private Reference append(AuditEvent event) {
    try {
      var reference = journal.append(event);
      var durable = new CompletableFuture<Reference>();
      journal.whenDurable(
          reference, () -> durable.complete(reference), durable::completeExceptionally);
      return durable.orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join();
    } catch (NotRecorded | CompletionException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static CallerFacts facts(Caller by) {
    return CallerFacts.of(
        by.id(), by.user().orElse(null), by.agent().orElse(null), by.credential(), by.roles());
  }
}
