package dev.gatehouse.transport;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The exchanges that wait on one pipe, and its listeners. Thread-safe; nothing in here blocks. */
final class OpenExchanges {
  private static final int MOST = 10_000;

  private final Map<String, PipeExchange> byWireId = new LinkedHashMap<>();
  private final Map<String, PipeExchange> byWireToken = new LinkedHashMap<>();
  private final List<PipeExchange> listeners = new ArrayList<>();
  private boolean isClosed;

  /** Why an exchange cannot be added. */
  enum Added {
    YES,
    ID_IN_USE,
    TOO_MANY,
    CLOSED
  }

  synchronized Added add(PipeExchange exchange, PipeIds ids) {
    if (isClosed) {
      return Added.CLOSED;
    }
    if (byWireId.size() >= MOST) {
      return Added.TOO_MANY;
    }
    if (byWireId.putIfAbsent(ids.wireId(), exchange) != null) {
      return Added.ID_IN_USE;
    }
    if (ids.wireToken() != null) {
      byWireToken.put(ids.wireToken(), exchange);
    }
    return Added.YES;
  }

  synchronized boolean listen(PipeExchange exchange) {
    if (!isClosed) {
      listeners.add(exchange);
    }
    return !isClosed;
  }

  /** Takes it out; true when it was waiting for an answer. */
  synchronized boolean remove(PipeExchange exchange) {
    listeners.remove(exchange);
    var ids = exchange.ids();
    if (ids == null || !byWireId.remove(ids.wireId(), exchange)) {
      return false;
    }
    if (ids.wireToken() != null) {
      byWireToken.remove(ids.wireToken(), exchange);
    }
    return true;
  }

  synchronized @Nullable PipeExchange withId(@Nullable String wireId) {
    return wireId == null ? null : byWireId.get(wireId);
  }

  synchronized @Nullable PipeExchange withToken(@Nullable String wireToken) {
    return wireToken == null ? null : byWireToken.get(wireToken);
  }

  /** The one open exchange whose sender calls it so, null when there is none or more than one. */
  synchronized @Nullable PipeExchange calledBySender(String id) {
    PipeExchange found = null;
    for (var exchange : byWireId.values()) {
      var ids = exchange.ids();
      if (ids != null && ids.id().equals(id)) {
        if (found != null) {
          return null;
        }
        found = exchange;
      }
    }
    return found;
  }

  /** The exchange that was opened last, null when none is open. */
  synchronized @Nullable PipeExchange latest() {
    PipeExchange last = null;
    for (var exchange : byWireId.values()) {
      last = exchange;
    }
    return last;
  }

  synchronized List<PipeExchange> listeners() {
    return List.copyOf(listeners);
  }

  /** Takes all out and lets none in any more. */
  synchronized List<PipeExchange> close() {
    isClosed = true;
    var all = new ArrayList<>(byWireId.values());
    all.addAll(listeners);
    byWireId.clear();
    byWireToken.clear();
    listeners.clear();
    return all;
  }
}
