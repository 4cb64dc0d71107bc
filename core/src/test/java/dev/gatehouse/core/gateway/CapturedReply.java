package dev.gatehouse.core.gateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps what a client gets to see, and notices when it would get two answers. */
final class CapturedReply implements Reply, Reply.EventStream {
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch speaking = new CountDownLatch(1);
  private final CountDownLatch complete = new CountDownLatch(1);
  private final List<String> events = new ArrayList<>();
  private final List<String> eventIds = new ArrayList<>();
  private final List<String> marks = new ArrayList<>();
  private @Nullable Head head;
  private @Nullable Runnable whenGone;
  private @Nullable Runnable whenDrained;
  private String body = "";
  private boolean ended;
  private boolean gone;
  private boolean full;
  private int answers;

  @Override
  public synchronized void whole(Head answerHead, byte[] bytes) {
    answers++;
    head = answerHead;
    body = new String(bytes, StandardCharsets.UTF_8);
    begun.countDown();
    complete.countDown();
  }

  @Override
  public synchronized EventStream stream(Head answerHead) {
    answers++;
    head = answerHead;
    begun.countDown();
    return this;
  }

  @Override
  public void onGone(Runnable action) {
    boolean now;
    synchronized (this) {
      whenGone = action;
      now = gone;
    }
    if (now) {
      action.run();
    }
  }

  @Override
  public synchronized void event(byte[] message, @Nullable String eventId) {
    if (!ended) {
      events.add(new String(message, StandardCharsets.UTF_8));
      eventIds.add(String.valueOf(eventId));
      speaking.countDown();
    }
  }

  @Override
  public synchronized void mark(String eventId, long retryMillis) {
    marks.add(eventId);
  }

  @Override
  public synchronized boolean isFull() {
    return full;
  }

  @Override
  public synchronized void onDrained(Runnable action) {
    whenDrained = action;
  }

  @Override
  public synchronized void end() {
    ended = true;
    complete.countDown();
  }

  /** The client closes its connection. */
  void leave() {
    Runnable action;
    synchronized (this) {
      gone = true;
      action = whenGone;
    }
    if (action != null) {
      action.run();
    }
  }

  /** The client takes no more for now. */
  synchronized void fillUp() {
    full = true;
  }

  /** The client has caught up. */
  void drain() {
    Runnable action;
    synchronized (this) {
      full = false;
      action = whenDrained;
    }
    if (action != null) {
      action.run();
    }
  }

  /** Waits for the whole answer. */
  CapturedReply complete() {
    await(complete, "a whole answer");
    return this;
  }

  /** Waits for the first sign of an answer. */
  CapturedReply begun() {
    await(begun, "an answer");
    return this;
  }

  /** Waits for the first event. */
  CapturedReply speaking() {
    await(speaking, "an event");
    return this;
  }

  private static void await(CountDownLatch latch, String what) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("the client never got " + what);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  synchronized boolean isAnswered() {
    return answers > 0;
  }

  synchronized boolean isComplete() {
    return complete.getCount() == 0;
  }

  synchronized int status() {
    return head().status();
  }

  synchronized Head head() {
    if (head == null) {
      throw new AssertionError("nothing was answered");
    }
    if (answers > 1) {
      throw new AssertionError("answered " + answers + " times");
    }
    return head;
  }

  /** The session that the answer names. */
  String sessionId() {
    var id = head().sessionId();
    if (id == null) {
      throw new AssertionError("no session: " + body());
    }
    return id;
  }

  synchronized String body() {
    return body;
  }

  synchronized List<String> events() {
    return List.copyOf(events);
  }

  /** Waits for so many events, and has perhaps more. */
  synchronized List<String> awaitEvents(int count) throws InterruptedException {
    var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (events.size() < count && System.nanoTime() < until) {
      wait(100);
    }
    return events();
  }

  synchronized List<String> eventIds() {
    return List.copyOf(eventIds);
  }

  /** Ids of the events without a message. */
  synchronized List<String> marks() {
    return List.copyOf(marks);
  }

  /** Status and body on one line, or the events of a stream. */
  @Override
  public synchronized String toString() {
    return status() + " " + (body.isEmpty() ? String.join(" | ", events) : body);
  }
}
