package dev.gatehouse.transport;

import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.UpstreamFailure;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells an answer on its loop, but each large message aside, on a thread of {@link LargeMessages}:
 * to read and inspect one takes so long that everybody else on the loop would feel it. What comes
 * meanwhile waits, so that all is heard in order and by one thread at a time; the sender is asked
 * to hold, so that little waits. Used on its loop only.
 */
final class Aside implements Answering {
  /** From this size on a message is large: about a millisecond's work. */
  static final int LARGE = 256 << 10;

  /** Whoever brings the messages. Told on the loop. */
  interface Sender {
    /** A large message is being heard: bring no more for now. */
    void holds();

    /** It has been heard, and so has what waited behind it. */
    void goesOn();
  }

  private final Loop loop;
  private final Answering hearer;
  private final Executor large;
  private final Sender sender;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private boolean isAway;

  /**
   * @param large runs what large messages ask for, one after the other for one server
   */
  Aside(Loop loop, Answering hearer, Executor large, Sender sender) {
    this.loop = loop;
    this.hearer = hearer;
    this.large = large;
    this.sender = sender;
  }

  /** Whether a large message is being heard. */
  boolean isAway() {
    return isAway;
  }

  /** Nothing that waits is told any more. */
  void forget() {
    waiting.clear();
  }

  @Override
  public void head(AnswerHead head) {
    inOrder(() -> hearer.head(head));
  }

  @Override
  public void message(byte[] message, @Nullable String eventId) {
    tell(message.length, () -> hearer.message(message, eventId));
  }

  /** A message that is put together only where it is heard. */
  void message(int length, Supplier<byte[]> message) {
    tell(length, () -> hearer.message(message.get(), null));
  }

  private void tell(int length, Runnable telling) {
    if (isAway) {
      waiting.add(() -> tell(length, telling));
    } else if (length < LARGE) {
      telling.run();
    } else {
      isAway = true;
      sender.holds();
      large.execute(() -> {
        try {
          telling.run();
        } finally {
          loop.later(this::back);
        }
      });
    }
  }

  @Override
  public void mark(String eventId, long retryMillis) {
    inOrder(() -> hearer.mark(eventId, retryMillis));
  }

  @Override
  public void end() {
    inOrder(hearer::end);
  }

  @Override
  public void failed(UpstreamFailure failure) {
    inOrder(() -> hearer.failed(failure));
  }

  private void inOrder(Runnable telling) {
    if (isAway) {
      waiting.add(telling);
    } else {
      telling.run();
    }
  }

  private void back() {
    isAway = false;
    while (!isAway && !waiting.isEmpty()) {
      waiting.remove().run();
    }
    if (!isAway) {
      sender.goesOn();
    }
  }
}
