package dev.gatehouse.core.bridges;

import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.UpstreamFailure;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells one hearer what is said on several legs and by clocks: one thing at a time, in the order in
 * which it was said, and nothing after the end. Thread-safe; holds no lock while it tells.
 */
final class Telling {
  private static final System.Logger LOG = System.getLogger(Telling.class.getName());
  private static final int OK = 200;

  private final ConcurrentLinkedQueue<Runnable> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Answering hearer;
  private volatile boolean over;
  private boolean hasHead;

  Telling(Answering hearer) {
    this.hearer = hearer;
  }

  /** More than one message will come. */
  void events() {
    tell(this::beginEvents);
  }

  private void beginEvents() {
    if (!hasHead) {
      hasHead = true;
      hearer.head(new AnswerHead(OK, AnswerHead.Form.EVENTS, null));
    }
  }

  /** One message of several. */
  void message(byte[] message) {
    tell(() -> {
      beginEvents();
      if (!over) {
        hearer.message(message, null);
      }
    });
  }

  /** The last message, and perhaps the only one. */
  void last(byte[] message) {
    tell(() -> answer(new AnswerHead(OK, AnswerHead.Form.JSON, null), message));
  }

  /** That nothing will be said. */
  void accepted() {
    tell(() -> answer(new AnswerHead(202, AnswerHead.Form.EMPTY, null), new byte[0]));
  }

  /**
   * An answer that is no MCP, as it came; once a stream has begun it can only break off.
   *
   * @param message its body, empty for none
   */
  void foreign(AnswerHead head, byte[] message) {
    tell(() -> {
      if (hasHead) {
        fail(
            new UpstreamFailure(
                UpstreamFailure.Cause.BROKEN,
                UpstreamFailure.Sent.MAYBE,
                "it ended its answer with status " + head.status() + " without a message"));
      } else {
        answer(head, message);
      }
    });
  }

  private void answer(AnswerHead head, byte[] message) {
    if (!hasHead) {
      hasHead = true;
      hearer.head(head);
    }
    if (!over && message.length > 0) {
      hearer.message(message, null);
    }
    if (!over) {
      over = true;
      hearer.end();
    }
  }

  /** That the answer will not be completed. */
  void failed(UpstreamFailure failure) {
    tell(() -> fail(failure));
  }

  private void fail(UpstreamFailure failure) {
    over = true;
    hearer.failed(failure);
  }

  /** Says nothing more from now on. */
  void silence() {
    over = true;
  }

  private void tell(Runnable said) {
    queue.add(said);
    if (waiting.getAndIncrement() > 0) {
      return; // whoever is telling tells this too
    }
    do {
      var next = queue.poll();
      if (next != null && !over) {
        try {
          next.run();
        } catch (RuntimeException bug) {
          LOG.log(System.Logger.Level.ERROR, "a bug in hearing an answer", bug);
        }
      }
    } while (waiting.decrementAndGet() > 0);
  }
}
