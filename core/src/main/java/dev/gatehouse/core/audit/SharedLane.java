package dev.gatehouse.core.audit;

import java.util.concurrent.locks.ReentrantLock;

/** A lane for all threads, one after the other. */
final class SharedLane implements Lane {
  private final ReentrantLock lock = new ReentrantLock();
  private final LaneWriter writer;

  SharedLane(LaneWriter writer) {
    this.writer = writer;
  }

  @Override
  public int index() {
    return writer.lane();
  }

  @Override
  public Reference append(AuditEvent event) throws NotRecorded {
    lock.lock();
    try {
      return writer.append(event);
    } finally {
      lock.unlock();
    }
  }
}
