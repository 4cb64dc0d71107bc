package dev.gatehouse.core.gateway;

import dev.gatehouse.core.audit.CallFacts;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Counts the requests of a flood, so that it does not fill the journal: of each caller or
 * connection the first refusal in ten seconds is recorded whole, and those after it as one number
 * when the time is over. Thread-safe.
 */
final class FloodWindows {
  static final long WINDOW_NANOS = 10_000_000_000L;

  /** Callers and connections that are told apart; the others are counted together. */
  static final int MOST = 10_000;

  private static final String OTHERS = "";

  /** Records how many more there were. */
  interface Summing {
    /**
     * Writes the number.
     *
     * @param first what is known of the one that was recorded whole
     * @param reference under which it was
     * @param more how many came after it, more than 0
     */
    void write(CallFacts first, String reference, long more);
  }

  private static final class Window {
    private final CallFacts first;
    private final long since;
    private final String reference;
    private long more;
    private boolean closed;

    Window(CallFacts first, long since, String reference) {
      this.first = first;
      this.since = since;
      this.reference = reference;
    }

    boolean isOver(long now) {
      return now - since >= WINDOW_NANOS;
    }

    synchronized boolean counts(long now) {
      if (closed || isOver(now)) {
        return false;
      }
      more++;
      return true;
    }

    synchronized long close() {
      var counted = closed ? 0 : more;
      closed = true;
      return counted;
    }
  }

  private final Map<String, Window> windows = new ConcurrentHashMap<>();
  private final Summing summing;

  FloodWindows(Summing summing) {
    this.summing = summing;
  }

  /**
   * Counts a refusal.
   *
   * @param facts what is known of it, asked for once in a window
   * @param whole records it whole, and says under which reference
   * @return the reference of the first one of its window
   */
  String refused(Visit visit, long now, Supplier<CallFacts> facts, Supplier<String> whole) {
    var own = key(visit);
    var key = windows.size() < MOST || windows.containsKey(own) ? own : OTHERS;
    var window = windows.get(key);
    if (window != null) {
      if (window.counts(now)) {
        return window.reference;
      }
      close(key, window);
    }
    var reference = whole.get();
    windows.putIfAbsent(key, new Window(facts.get(), now, reference));
    return reference;
  }

  private static String key(Visit visit) {
    var caller = visit.callerIfKnown();
    return caller == null ? "from " + visit.arrival().connection() : "by " + caller.id();
  }

  /** Records what was counted in windows that are over. Called from time to time. */
  void settle(long now) {
    windows.forEach((key, window) -> {
      if (window.isOver(now)) {
        close(key, window);
      }
    });
  }

  /** Records everything that was counted. */
  void settleAll() {
    windows.forEach(this::close);
  }

  private void close(String key, Window window) {
    windows.remove(key, window);
    var more = window.close();
    if (more > 0) {
      summing.write(window.first, window.reference, more);
    }
  }
}
