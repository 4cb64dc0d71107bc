package dev.gatehouse.server.desk;

import dev.gatehouse.core.gateway.Reply;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Takes the answer to one request of our own. Of a stream it keeps the result or error that ends
 * it; notifications and questions on the way are dropped, for nobody is there to hear them.
 */
final class CapturedReply implements Reply {
  /**
   * An answer.
   *
   * @param message empty when there was none
   */
  record Captured(Head head, byte[] message) {
    Captured {
      message = message.clone();
    }
  }

  private final CompletableFuture<Captured> answer = new CompletableFuture<>();
  private volatile @Nullable Runnable whenGone;

  @Override
  public void whole(Head head, byte[] body) {
    answer.complete(new Captured(head, body));
  }

  @Override
  public EventStream stream(Head head) {
    return new Ears(head);
  }

  @Override
  public void onGone(Runnable action) {
    whenGone = action;
  }

  /** Waits for the answer; leaves, as a client does, when it does not come. */
  Optional<Captured> await(Duration most) {
    try {
      return Optional.of(answer.get(most.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException e) {
      leave();
      return Optional.empty();
    } catch (InterruptedException e) {
      leave();
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private void leave() {
    var leaving = whenGone;
    if (leaving != null) {
      leaving.run();
    }
  }

  private final class Ears implements EventStream {
    private final Head head;

    private Ears(Head head) {
      this.head = head;
    }

    @Override
    public void event(byte[] message, @Nullable String eventId) {
      if (isAnswer(message)) {
        answer.complete(new Captured(head, message));
      }
    }

    @Override
    public boolean isFull() {
      return false;
    }

    @Override
    public void onDrained(Runnable action) {}

    @Override
    public void end() {
      answer.complete(new Captured(head, new byte[0]));
    }
  }

  private static boolean isAnswer(byte[] message) {
    try {
      return switch (Envelope.scan(message, StrictJson.Bounds.DEFAULT).shape()) {
        case RESULT, ERROR -> true;
        case REQUEST, NOTIFICATION -> false;
      };
    } catch (Malformed e) {
      return false;
    }
  }
}
