package dev.gatehouse.transport;

import dev.gatehouse.core.gateway.Reply;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way back of one message over HTTP+SSE. The POST is answered with 202 and the answer goes to
 * the stream; but a refusal that comes at once, such as a credential that is not accepted, answers
 * the POST itself, where clients look for it. Thread-safe.
 */
final class SseAnswer extends Sweep.Swept implements Reply, Reply.EventStream {
  /** How long a POST waits for a refusal before it is taken to be accepted. */
  private static final long TO_REFUSE = 1_000_000_000L;

  private final SseConversation conversation;
  private final ClientReply post;
  private final Consumer<Head> taken;
  private final AtomicBoolean isPostAnswered = new AtomicBoolean();
  private final long begun = System.nanoTime();
  private volatile @Nullable Runnable gone;
  private volatile @Nullable Runnable drained;

  /**
   * @param taken hears how the gateway's answer begins, before the client does
   */
  SseAnswer(SseConversation conversation, ClientReply post, Consumer<Head> taken) {
    this.conversation = conversation;
    this.post = post;
    this.taken = taken;
  }

  /** Before the gateway has it; on the loop of the POST. */
  void begin() {
    post.loop.run(() -> post.loop.sweep.join(this));
  }

  @Override
  public void whole(Head head, byte[] body) {
    taken.accept(head);
    if (head.status() >= 400 && isPostAnswered.compareAndSet(false, true)) {
      post.whole(withoutSession(head), body);
    } else {
      accepted();
      if (body.length > 0) {
        conversation.say(body);
      }
    }
    over();
  }

  private static Head withoutSession(Head head) {
    return new Head(head.status(), null, head.wwwAuthenticate(), head.retryAfterSeconds());
  }

  private void accepted() {
    if (isPostAnswered.compareAndSet(false, true)) {
      post.whole(Head.of(202), Bytes.NONE);
    }
    post.loop.run(() -> post.loop.sweep.leave(this));
  }

  private void over() {
    post.loop.run(() -> post.loop.sweep.leave(this));
    conversation.forget(gone, drained);
  }

  @Override
  public EventStream stream(Head head) {
    taken.accept(head);
    accepted();
    return this;
  }

  @Override
  public void onGone(Runnable action) {
    gone = action;
    conversation.whenGone(action);
  }

  @Override
  public void event(byte[] message, @Nullable String eventId) {
    conversation.say(message); // without its id: this transport goes on with no stream
  }

  @Override
  public boolean isFull() {
    return conversation.isFull();
  }

  @Override
  public void onDrained(Runnable action) {
    drained = action;
    conversation.whenDrained(action);
  }

  @Override
  public void end() {
    over();
  }

  @Override
  void look(long now) {
    if (now - begun > TO_REFUSE) {
      accepted();
    }
  }
}
