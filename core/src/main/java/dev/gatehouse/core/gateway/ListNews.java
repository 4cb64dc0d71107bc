package dev.gatehouse.core.gateway;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells one client of changed lists, resources and tasks. What it cannot take at the moment is told
 * once when it can: however often a list changes, it is worth one message. Thread-safe; its lock
 * orders what one client gets.
 */
final class ListNews {
  private final Reply.EventStream stream;
  private final Function<String, byte[]> worded;
  private final Map<Object, byte[]> owed = new LinkedHashMap<>();
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
  void changed(String method) {
    tell(method, worded.apply(method));
  }

  /**
   * Tells a message, or the newest of all about the same when the client cannot take it now.
   *
   * @param about what it is about: of a bounded number of things
   */
  synchronized void tell(Object about, byte[] message) {
    if (over) {
      return;
    }
    if (stream.isFull()) {
      owed.put(about, message);
    } else {
      stream.event(message, null);
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
    owed.values().forEach(message -> stream.event(message, null));
    owed.clear();
  }
}
