package dev.gatehouse.core.bridges;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls that wait for what a client has been asked for, by the token that the client brings back. A
 * token opens once, and only for the caller, server and target that it was made for. Bounded per
 * caller, in all and in time. Thread-safe.
 */
final class ParkedCalls {
  private static final int TOKEN_BYTES = 20;

  /**
   * Bounds.
   *
   * @param perCaller calls of one caller that wait at once
   * @param most calls that wait at once
   * @param longest how long one waits
   */
  record Bounds(int perCaller, int most, Duration longest) {
    static Bounds usual(Duration longest) {
      return new Bounds(16, 1_000, longest);
    }
  }

  /**
   * Whose call it is.
   *
   * @param server name and connection of the server
   * @param target what the call uses, by the server's own name
   */
  record Owner(String callerId, Object server, String method, @Nullable String target) {}

  /** What waits. */
  interface Waiter {
    /** Nobody came in time. */
    void expires();
  }

  private record Place(Owner owner, Waiter waiter, long until) {}

  private final Map<String, Place> places = new LinkedHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final Bounds bounds;
  private final LongSupplier nanoTime;

  ParkedCalls(Bounds bounds, LongSupplier nanoTime) {
    this.bounds = bounds;
    this.nanoTime = nanoTime;
  }

  /** Gives the waiter a place; the token of it, or empty when too many wait. */
  Optional<String> park(Owner owner, Waiter waiter) {
    var bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    var until = nanoTime.getAsLong() + bounds.longest.toNanos();
    synchronized (places) {
      var own =
          places.values().stream().filter(it -> it.owner.callerId.equals(owner.callerId)).count();
      if (own >= bounds.perCaller || places.size() >= bounds.most) {
        return Optional.empty();
      }
      places.put(token, new Place(owner, waiter, until));
    }
    return Optional.of(token);
  }

  /** What waits under the token, which is then used up; empty when nothing does for this owner. */
  Optional<Waiter> take(String token, Owner owner) {
    synchronized (places) {
      var place = places.get(token);
      if (place == null || !place.owner.equals(owner) || place.until - nanoTime.getAsLong() < 0) {
        return Optional.empty();
      }
      places.remove(token);
      return Optional.of(place.waiter);
    }
  }

  /** Gives up a place. */
  void leave(String token) {
    synchronized (places) {
      places.remove(token);
    }
  }

  /** Sends away those who have waited too long. */
  void expire() {
    var now = nanoTime.getAsLong();
    var late = new ArrayList<Waiter>();
    synchronized (places) {
      places
          .values()
          .removeIf(place -> {
            var isLate = place.until - now < 0;
            if (isLate) {
              late.add(place.waiter);
            }
            return isLate;
          });
    }
    late.forEach(Waiter::expires);
  }

  /** How many wait. */
  int count() {
    synchronized (places) {
      return places.size();
    }
  }
}
