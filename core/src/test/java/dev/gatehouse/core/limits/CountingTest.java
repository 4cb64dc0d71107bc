package dev.gatehouse.core.limits;

import static dev.gatehouse.core.limits.ACallIsAdmittedTest.admitted;
import static dev.gatehouse.core.limits.Allowances.calls;
import static dev.gatehouse.core.limits.Allowances.concurrent;
import static dev.gatehouse.core.limits.Allowances.ofEveryone;
import static dev.gatehouse.core.policy.Rules.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.identity.Callers;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.Permits;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CountingTest {
  private static final long SECOND = 1_000_000_000;
  private static final Permit CALL = Permits.of(Callers.agent("bot"), tool("crm/get"));

  private final AtomicLong clock = new AtomicLong();

  @Test
  void neverLetsMoreThroughThanTheLimitWhateverThreadsDo() throws Exception {
    var limits = Limits.of(ofEveryone(calls(1_000, "1H")), new Counts(clock::get));

    assertThat(onEightThreads(() -> admitted(limits, CALL, 500))).isEqualTo(1_000);
    clock.addAndGet(36 * SECOND);
    assertThat(onEightThreads(() -> admitted(limits, CALL, 500))).isEqualTo(10);
  }

  @Test
  void neverHasMoreUnderWayThanTheLimitWhateverThreadsDo() throws Exception {
    var limits =
        Limits.of(ofEveryone(concurrent(3), calls(1_000_000, "1S")), new Counts(clock::get));
    var underWay = new AtomicInteger();
    var most = new AtomicInteger();

    onEightThreads(() -> {
      var done = 0L;
      for (var round = 0; round < 5_000; round++) {
        try (var _ = limits.admit(CALL)) {
          most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
          done++;
          underWay.decrementAndGet();
        } catch (Refused _) {
          Thread.onSpinWait();
        }
      }
      return done;
    });
    assertThat(most.get()).isBetween(1, 3);
    assertThat(admitted(limits, CALL, 10)).as("all slots are free again").isEqualTo(3);
  }

  @Test
  void losesNothingWhileIdleBucketsAreDropped() throws Exception {
    var counts = new Counts(clock::get, 64);
    var limits = Limits.of(ofEveryone(concurrent(1)), counts);
    var tooMany = new AtomicInteger();
    var underWay = new AtomicInteger();
    var random = new AtomicInteger();

    onEightThreads(() -> {
      for (var round = 0; round < 5_000; round++) {
        clock.addAndGet(SECOND);
        var other = "agent-" + random.getAndIncrement() % 500;
        try (var _ = limits.admit(Permits.of(Callers.agent(other), tool("crm/get")))) {
          Thread.onSpinWait();
        } catch (Refused _) {
          Thread.onSpinWait();
        }
        try (var _ = limits.admit(CALL)) {
          if (underWay.incrementAndGet() > 1) {
            tooMany.incrementAndGet();
          }
          underWay.decrementAndGet();
        } catch (Refused _) {
          Thread.onSpinWait();
        }
      }
      return 0L;
    });
    assertThat(tooMany).hasValue(0);
  }

  @Test
  void refusesMoreCallersThanItCanCountAndTakesThemWhenOthersAreIdle() {
    var limits = Limits.of(ofEveryone(calls(1, "1M")), new Counts(clock::get, 10));
    for (var caller = 0; caller < 10; caller++) {
      limits.admit(by("agent-" + caller));
    }

    assertThatThrownBy(() -> limits.admit(by("one more")))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.refusal()).isInstanceOf(Refusal.NotDecided.class));
    assertThat(admitted(limits, by("agent-3"), 1)).as("what is counted stays counted").isZero();
    clock.addAndGet(61 * SECOND);
    assertThatCode(() -> limits.admit(by("one more"))).doesNotThrowAnyException();
  }

  @Test
  void goesOnWhenTheClockJumpsBack() {
    var limits = Limits.of(ofEveryone(calls(10, "10S")), new Counts(clock::get));
    clock.set(1_000_000 * SECOND);
    assertThat(admitted(limits, CALL, 20)).isEqualTo(10);

    clock.set(5 * SECOND);
    assertThat(admitted(limits, CALL, 20)).as("nothing is won by it").isZero();
    clock.addAndGet(3 * SECOND);
    assertThat(admitted(limits, CALL, 20)).isEqualTo(3);
    clock.set(Long.MAX_VALUE - SECOND);
    assertThat(admitted(limits, CALL, 20)).isEqualTo(10);
    clock.addAndGet(4 * SECOND);
    assertThat(admitted(limits, CALL, 20)).as("across the end of the numbers").isEqualTo(4);
  }

  @Test
  void admitsNeverMoreThanABucketAndWhatCameBackInAnyTime() {
    var random = new Random(7);
    for (var round = 0; round < 300; round++) {
      var most = 1 + random.nextInt(20);
      var seconds = 1 + random.nextInt(100);
      var bucket = new Bucket(Rate.of(most, seconds * SECOND), clock.get());
      var start = clock.get();
      var admitted = 0;
      for (var step = 0; step < 200; step++) {
        clock.addAndGet(random.nextLong(SECOND * seconds / 4));
        while (random.nextInt(5) > 0 && bucket.take(clock.get()) == Tally.TAKEN) {
          admitted++;
        }
        var passed = clock.get() - start;
        assertThat(admitted).isLessThanOrEqualTo((int) (most + passed * most / (seconds * SECOND)));
      }
    }
  }

  @Test
  void tellsWhenToTryAgainAndIsRight() {
    var bucket = new Bucket(Rate.of(7, 60 * SECOND), 0);
    for (var taken = 0; taken < 7; taken++) {
      assertThat(bucket.take(0)).isEqualTo(Tally.TAKEN);
    }

    var wait = bucket.take(0);
    assertThat(wait).isPositive();
    assertThat(bucket.take(wait - 1)).isEqualTo(1);
    assertThat(bucket.take(wait)).isEqualTo(Tally.TAKEN);
  }

  @Test
  void turnsFloodsAwayPerConnectionAndPerCaller() {
    var bound = new FloodBound(new FloodSettings(5, 3), clock::get);
    var caller = Callers.agent("bot");

    for (var request = 0; request < 3; request++) {
      bound.connection("10.0.0.7:1");
    }
    assertThatThrownBy(() -> bound.connection("10.0.0.7:1"))
        .isInstanceOfSatisfying(
            Refused.class,
            refused ->
                assertThat(refused.refusal())
                    .isEqualTo(new Refusal.Flooding(Duration.ofNanos(333_333_334))));
    bound.connection("10.0.0.7:2");
    for (var request = 0; request < 5; request++) {
      bound.caller(caller);
    }
    assertThatThrownBy(() -> bound.caller(caller)).isInstanceOf(Refused.class);
    clock.addAndGet(SECOND);
    assertThatCode(() -> bound.caller(caller)).doesNotThrowAnyException();
  }

  private static Permit by(String agent) {
    return Permits.of(Callers.agent(agent), tool("crm/get"));
  }

  private static long onEightThreads(Callable<Long> work)
      throws InterruptedException, ExecutionException {
    try (var threads = Executors.newFixedThreadPool(8)) {
      var results = new ArrayList<Future<Long>>();
      for (var thread = 0; thread < 8; thread++) {
        results.add(threads.submit(work));
      }
      var sum = 0L;
      for (var result : results) {
        sum += result.get();
      }
      return sum;
    }
  }
}
