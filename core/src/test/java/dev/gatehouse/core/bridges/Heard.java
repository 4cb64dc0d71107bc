package dev.gatehouse.core.bridges;

import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.Exchange;
import dev.gatehouse.core.upstream.UpstreamFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the gateway hears of a face; complains of anything said after the end. */
final class Heard implements Answering {
  private final List<String> said = new ArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private @Nullable AnswerHead head;
  private @Nullable UpstreamFailure failure;
  private boolean failed;
  volatile @Nullable Exchange exchange;

  @Override
  public synchronized void head(AnswerHead answerHead) {
    if (head != null) {
      throw new AssertionError("two heads");
    }
    head = answerHead;
  }

  @Override
  public synchronized void message(byte[] message, @Nullable String eventId) {
    if (head == null || over.getCount() == 0 || eventId != null) {
      failed = true;
    }
    said.add(new String(message, StandardCharsets.UTF_8));
  }

  @Override
  public synchronized void end() {
    failed |= over.getCount() == 0;
    over.countDown();
  }

  @Override
  public synchronized void failed(UpstreamFailure why) {
    failed |= over.getCount() == 0;
    failure = why;
    over.countDown();
  }

  /** How it began, for example {@code 200 JSON}. */
  synchronized String head() {
    var begun = head;
    return begun == null ? "none" : begun.status() + " " + begun.form();
  }

  synchronized List<String> said() {
    if (failed) {
      throw new AssertionError("out of order: " + said);
    }
    return List.copyOf(said);
  }

  synchronized String last() {
    return said().isEmpty() ? "" : said().getLast();
  }

  synchronized @Nullable UpstreamFailure failure() {
    return failure;
  }

  boolean isOver() {
    return over.getCount() == 0;
  }

  Heard await() throws InterruptedException {
    if (!over.await(20, TimeUnit.SECONDS)) {
      throw new AssertionError("not over: " + said());
    }
    return this;
  }

  void cancel() {
    var sending = exchange;
    if (sending != null) {
      sending.cancel();
    }
  }
}
