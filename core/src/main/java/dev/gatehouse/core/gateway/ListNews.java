package dev.gatehouse.core.gateway;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells one client of changed lists. What it cannot take at the moment is told once when it can:
 * however often a list changes, it is worth one message. Thread-safe; its lock orders what one
 * client gets.
 */
final class ListNews {
  private final Reply.EventStream stream;
  private final Function<String, byte[]> worded;
  private final Set<String> owed = new LinkedHashSet<>();
  private boolean over;

  /**
   * @param worded the notification of a method, as this client gets it
   */
  ListNews(Reply.EventStream stream, Function<String, byte[]> worded) {
    this.stream = stream;
    this.worded = worded;
    stream.onDrained(this::catchUp);
  }

  /** A list has changed; the method is that of its notification. */
  synchronized void changed(String method) {
    if (over) {
      return;
    }
    if (stream.isFull()) {
      owed.add(method);
    } else {
      stream.event(worded.apply(method), null);
    }
  }

  /** Nothing more is told after this last message; null for none. */
  synchronized void end(byte @Nullable [] last) {
    if (!over) {
      over = true;
      owed.clear();
      if (last != null) {
        stream.event(last, null);
      }
      stream.end();
    }
  }

  private synchronized void catchUp() {
    owed.forEach(method -> stream.event(worded.apply(method), null));
    owed.clear();
  }
}
