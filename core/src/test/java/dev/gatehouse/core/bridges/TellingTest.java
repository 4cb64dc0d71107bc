package dev.gatehouse.core.bridges;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.UpstreamFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Several threads speak to one hearer. */
class TellingTest {
  private static final int THREADS = 4;
  private static final int EACH = 500;

  /** Notices when it is told two things at once. */
  private static final class Ear implements Answering {
    final List<String> heard = new ArrayList<>();
    final AtomicInteger inside = new AtomicInteger();
    final Consumer<String> reaction;
    boolean disturbed;

    Ear(Consumer<String> reaction) {
      this.reaction = reaction;
    }

    private void hears(String what) {
      disturbed |= inside.incrementAndGet() > 1;
      heard.add(what);
      reaction.accept(what);
      inside.decrementAndGet();
    }

    @Override
    public void head(AnswerHead head) {
      hears("head");
    }

    @Override
    public void message(byte[] message, @Nullable String eventId) {
      hears(new String(message, StandardCharsets.UTF_8));
    }

    @Override
    public void end() {
      hears("end");
    }

    @Override
    public void failed(UpstreamFailure failure) {
      hears("failed");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void bringsOneThingAtATimeAndEachInItsOrder() throws InterruptedException {
    var ear = new Ear(_ -> {});
    var telling = new Telling(ear);
    var threads = new ArrayList<Thread>();
    for (var t = 0; t < THREADS; t++) {
      var name = "t" + t + "-";
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (var i = 0; i < EACH; i++) {
                  telling.message(bytes(name + i));
                }
              }));
    }
    for (var thread : threads) {
      thread.join();
    }

    assertThat(ear.disturbed).isFalse();
    assertThat(ear.heard).hasSize(THREADS * EACH + 1).startsWith("head");
    for (var t = 0; t < THREADS; t++) {
      var name = "t" + t + "-";
      var own = ear.heard.stream().filter(each -> each.startsWith(name)).toList();
      assertThat(own).hasSize(EACH).startsWith(name + 0).endsWith(name + (EACH - 1));
    }
  }

  @Test
  void bringsWhatAHearerCausesAfterWhatItHears() {
    var told = new ArrayList<Telling>();
    var ear =
        new Ear(what -> {
          if (what.equals("question")) {
            told.getFirst().last(bytes("answer"));
            told.getFirst().message(bytes("too late"));
          }
        });
    told.add(new Telling(ear));
    told.getFirst().message(bytes("question"));

    assertThat(ear.disturbed).isFalse();
    assertThat(ear.heard).containsExactly("head", "question", "answer", "end");
  }

  @Test
  void endsOnce() {
    var ear = new Ear(_ -> {});
    var telling = new Telling(ear);
    telling.last(bytes("answer"));
    telling.last(bytes("another"));
    telling.failed(
        new UpstreamFailure(UpstreamFailure.Cause.LOST, UpstreamFailure.Sent.MAYBE, "gone"));

    assertThat(ear.heard).containsExactly("head", "answer", "end");
  }

  @Test
  void goesOnAfterABugOfTheHearer() {
    var ear =
        new Ear(what -> {
          if (what.equals("bad")) {
            throw new IllegalStateException("a bug");
          }
        });
    var telling = new Telling(ear);
    telling.message(bytes("bad"));
    telling.last(bytes("answer"));

    assertThat(ear.heard).containsExactly("head", "bad", "answer", "end");
  }
}
