package dev.gatehouse.core.audit;

/** One chain of records. Which threads may append is said by the kind of lane. */
public sealed interface Lane permits OwnedLane, SharedLane {
  /** Its number, 0 to 255. */
  int index();

  /**
   * Writes the event. At level process the record is safe when this returns; at level disk it is
   * once {@link Journal#whenDurable} says so. Does not block, except for the moment that a new
   * segment takes when none was prepared.
   *
   * @throws NotRecorded when it cannot be written; the settings say what becomes of the call
   */
  Reference append(AuditEvent event) throws NotRecorded;
}
