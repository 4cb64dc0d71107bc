package dev.gatehouse.server.http;

import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.transport.ControlPlane.Header;
import dev.gatehouse.transport.ControlPlane.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Lets only callers with a certain role in. Thread-safe. */
public final class Door {
  private final Callers callers;

  /** Who calls; may wait. */
  @FunctionalInterface
  public interface Callers {
    /**
     * The caller that this proves.
     *
     * @param authorization the {@code Authorization} header, null when there is none
     * @throws Refused when it proves nothing
     */
    Caller authenticate(@Nullable String authorization);
  }

  public Door(Callers callers) {
    this.callers = callers;
  }

  /**
   * The caller, when it proves who it is.
   *
   * @throws Declined with 401, 403 or 503
   */
  public Caller caller(Request request) {
    try {
      return callers.authenticate(request.authorization());
    } catch (Refused refused) {
      throw declined(refused.refusal());
    }
  }

  /**
   * The caller, when it has one of these roles.
   *
   * @throws Declined with 401, 403 or 503
   */
  public Caller caller(Request request, Set<String> roles) {
    var caller = caller(request);
    if (roles.stream().noneMatch(caller.roles()::contains)) {
      throw forbidden(roles);
    }
    return caller;
  }

  /** What a caller without any of these roles hears. */
  public static Declined forbidden(Set<String> roles) {
    var names = String.join(" or ", new TreeSet<>(roles));
    return new Declined(
        new Problem(
            "Forbidden",
            403,
            "this needs the role " + names,
            Optional.of("ask an administrator, or call with a key that has the role " + names)));
  }

  private static Declined declined(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotDecided(var _, var retryAfter) -> notDecided(retryAfter);
      case Refusal.InsufficientScope(var scopes) ->
          new Declined(
              new Problem(
                  "Forbidden",
                  403,
                  "the token lacks a scope",
                  Optional.of("get a token with the scopes " + String.join(" ", scopes))));
      default ->
          new Declined(
              new Problem(
                  "Unauthorized",
                  401,
                  "no credential, or one that does not hold",
                  Optional.of("send Authorization: Bearer with an API key or a token")),
              new Header("WWW-Authenticate", "Bearer realm=\"gatehouse\""));
    };
  }

  private static Declined notDecided(Duration retryAfter) {
    return new Declined(
        new Problem(
            "Not decided",
            503,
            "who calls could not be found out",
            Optional.of("try again in a moment; the gateway's log has the cause")),
        new Header("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds()))));
  }
}
