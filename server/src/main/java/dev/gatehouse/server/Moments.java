package dev.gatehouse.server;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.Journal;
import dev.gatehouse.core.audit.NotRecorded;
import java.io.IOException;

/** Records that the gateway starts, and on closing that it stops. */
record Moments(Journal journal) implements AutoCloseable {
  /**
   * Records the start.
   *
   * @throws IOException when nothing can be recorded: the gateway would refuse every call
   */
  void started(String note) throws IOException {
    try {
      var _ = journal.append(new AuditEvent.System(AuditEvent.Moment.START, note));
    } catch (NotRecorded e) {
      throw new IOException("the start cannot be recorded: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws NotRecorded {
    var _ = journal.append(new AuditEvent.System(AuditEvent.Moment.STOP, "closed in order"));
  }
}
