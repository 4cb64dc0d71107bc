package dev.gatehouse.transport;

import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.UpstreamFailure;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Keeps what an upstream answers, in order. */
final class Heard implements Answering {
  final BlockingQueue<Object> all = new LinkedBlockingQueue<>();
  final BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();

  /** One message as it was heard. */
  record Message(String text, @Nullable String eventId) {}

  /** A place to read on from. */
  record Mark(String eventId, long retryMillis) {}

  /** The end. */
  record End() {}

  private void keep(Object heard) {
    threads.add(Thread.currentThread());
    all.add(heard);
  }

  @Override
  public void head(AnswerHead head) {
    keep(head);
  }

  @Override
  public void message(byte[] message, @Nullable String eventId) {
    keep(new Message(House.text(message), eventId));
  }

  @Override
  public void mark(String eventId, long retryMillis) {
    keep(new Mark(eventId, retryMillis));
  }

  @Override
  public void end() {
    keep(new End());
  }

  @Override
  public void failed(UpstreamFailure failure) {
    keep(failure);
  }

  Object next() {
    return House.next(all);
  }

  /** The failure that ends this, whatever comes before. */
  UpstreamFailure failure() {
    while (true) {
      if (next() instanceof UpstreamFailure failure) {
        return failure;
      }
    }
  }
}
