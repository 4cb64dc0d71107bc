package dev.gatehouse.core.identity;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody whom an administrator speaks of without their credential: for explaining decisions, and
 * for calls that an administrator makes in somebody's place. It is no {@link Caller} itself, so
 * that it cannot stand where one is demanded as evidence; whoever unwraps it with {@link #supposed}
 * says so, and records the administrator who asked.
 */
public final class Impersonation {
  private final Caller caller;

  private Impersonation(Caller caller) {
    this.caller = caller;
  }

  /**
   * The caller that this key would prove.
   *
   * @param at the moment at which the key must hold
   * @throws IllegalArgumentException when it is revoked or expired then
   */
  public static Impersonation ofKey(StoredKey key, Instant at) {
    if (key.revoked().isPresent()) {
      throw new IllegalArgumentException(
          "the key " + key.name() + " was revoked at " + key.revoked().get() + ": nobody calls so");
    }
    if (key.expires().filter(end -> !at.isBefore(end)).isPresent()) {
      throw new IllegalArgumentException(
          "the key " + key.name() + " expired at " + key.expires().get() + ": nobody calls so");
    }
    return new Impersonation(KeyIndex.callerOf(key));
  }

  /** Somebody about whom nothing is known but one role. Its id is no caller's. */
  public static Impersonation ofRole(String role) {
    return new Impersonation(
        new KnownCaller(
            "supposed:role " + role,
            Optional.empty(),
            Optional.empty(),
            Set.of(role),
            Map.of(),
            "supposed"));
  }

  /**
   * Somebody as a record tells, whose credential may be gone by now. Its id is no caller's.
   *
   * @param attributes as far as they are known
   */
  public static Impersonation ofRecord(
      String id,
      Optional<String> user,
      Optional<String> agent,
      Set<String> roles,
      Map<String, Object> attributes) {
    return new Impersonation(
        new KnownCaller("supposed:" + id, user, agent, roles, attributes, "supposed"));
  }

  /** The caller that is supposed; never evidence that anybody proved anything. */
  public Caller supposed() {
    return caller;
  }

  @Override
  public String toString() {
    return "Impersonation[" + caller.id() + "]";
  }
}
