package dev.gatehouse.core.audit;

import org.jspecify.annotations.Nullable;

/** A lane without locks: the first thread that appends owns it, and no other may. */
final class OwnedLane implements Lane {
  private final LaneWriter writer;
  private @Nullable Thread owner;

  OwnedLane(LaneWriter writer) {
    this.writer = writer;
  }

  @Override
  public int index() {
    return writer.lane();
  }

  @Override
  public Reference append(AuditEvent event) throws NotRecorded {
    var thread = Thread.currentThread();
    if (owner != thread) {
      own(thread);
    }
    return writer.append(event);
  }

  private synchronized void own(Thread thread) {
    if (owner != null) {
      throw new IllegalStateException(
          "audit lane " + index() + " belongs to " + owner.getName() + ", not " + thread.getName());
    }
    owner = thread;
  }
}
