package dev.gatehouse.cli.screen;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Says on standard error that something takes its time: nothing in the first second, then one line
 * that renews itself on a terminal, or a plain line now and then elsewhere. {@link #reached} may be
 * called from any thread.
 */
public final class Progress implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration RENEWAL = Duration.ofMillis(250);
  private static final Duration PLAIN_RENEWAL = Duration.ofSeconds(10);

  private final Surroundings here;
  private final String what;
  private final long total;
  private final Unit unit;
  private final AtomicLong done = new AtomicLong();
  private final CountDownLatch over = new CountDownLatch(1);
  private int shown;

  /** What is counted. */
  public enum Unit {
    /** Nothing: only time goes by. */
    TIME,
    BYTES,
    ITEMS
  }

  Progress(Surroundings here, String what, long total, Unit unit) {
    this.here = here;
    this.what = what;
    this.total = total;
    this.unit = unit;
  }

  /** Of something that cannot be counted. */
  public static Progress start(Surroundings here, String what) {
    return start(here, what, 0, Unit.TIME);
  }

  /**
   * Of something that is counted.
   *
   * @param total how many there are, 0 when that is not known
   */
  public static Progress start(Surroundings here, String what, long total, Unit unit) {
    var progress = new Progress(here, what, total, unit);
    Thread.ofPlatform().daemon().name("progress").start(progress::watch);
    return progress;
  }

  /** So many are done by now. */
  public void reached(long now) {
    done.set(now);
  }

  /** It is over; takes a renewing line away. */
  @Override
  public void close() {
    over.countDown();
    clear();
  }

  private void watch() {
    var began = System.nanoTime();
    var pause = PATIENCE;
    try {
      while (!over.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        show(Duration.ofNanos(System.nanoTime() - began));
        pause = here.terminals().errors() ? RENEWAL : PLAIN_RENEWAL;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Shows how far it is after this time. */
  synchronized void show(Duration elapsed) {
    if (over.getCount() == 0) {
      return;
    }
    var text = Plain.cut("  " + text(elapsed), Math.max(20, here.width() - 1));
    if (here.terminals().errors()) {
      var width = Plain.width(text);
      here.errors().print("\r" + text + " ".repeat(Math.max(0, shown - width)));
      shown = width;
    } else {
      here.errors().println(text);
    }
    here.errors().flush();
  }

  private synchronized void clear() {
    if (shown > 0) {
      here.errors().print("\r" + " ".repeat(shown) + "\r");
      here.errors().flush();
      shown = 0;
    }
  }

  private String text(Duration elapsed) {
    var seconds = Math.max(0.001, elapsed.toMillis() / 1000.0);
    var now = done.get();
    if (unit == Unit.TIME || now == 0) {
      return what + " … " + Math.round(seconds) + " s";
    }
    var rate = now / seconds;
    var far = total > 0 ? amount(now) + " of " + amount(total) : amount(now);
    var left = total > now && rate > 0 ? "   " + Math.round((total - now) / rate) + " s left" : "";
    return what + " … " + far + "   " + amount(Math.round(rate)) + "/s" + left;
  }

  private String amount(long count) {
    return unit == Unit.BYTES ? Amounts.bytes(count) : Amounts.count(count);
  }
}
