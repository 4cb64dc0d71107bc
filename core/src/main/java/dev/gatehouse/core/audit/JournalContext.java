package dev.gatehouse.core.audit;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What all lanes of one open journal share.
 *
 * @param newestHead the last head that was written
 * @param namesChanged whether a segment got its name since the directory was forced
 */
record JournalContext(
    JournalFiles files,
    Level level,
    long keyId,
    Blanks blanks,
    Disk disk,
    InstantSource clock,
    Redactor redactor,
    Stop stop,
    AtomicReference<HeadMark> newestHead,
    AtomicBoolean namesChanged) {}
