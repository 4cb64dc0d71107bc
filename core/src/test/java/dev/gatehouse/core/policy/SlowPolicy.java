package dev.gatehouse.core.policy;

import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.registry.Target;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * The reference that the real policy is held against: reads every rule, one after the other, and
 * knows its conditions as plain Java.
 */
record SlowPolicy(List<SlowGrant> grants, List<SlowForbid> forbids) {
  /** A condition on caller and arguments; throws when it cannot be decided. */
  interface Predicate extends BiPredicate<Caller, Map<String, Object>> {}

  /** A condition in both languages. */
  record Both(String cel, Predicate java) {}

  record SlowGrant(String role, String glob, Both when) {}

  record SlowForbid(String glob, Both when, Both unless) {}

  boolean allows(Caller caller, Target target, Map<String, Object> arguments) {
    for (var forbid : forbids) {
      if (matches(forbid.glob(), target)
          && decided(forbid.when(), caller, arguments, true)
          && !decided(forbid.unless(), caller, arguments, false)) {
        return false;
      }
    }
    for (var grant : grants) {
      if (caller.roles().contains(grant.role())
          && matches(grant.glob(), target)
          && decided(grant.when(), caller, arguments, false)) {
        return true;
      }
    }
    return false;
  }

  static boolean matches(String glob, Target target) {
    var slash = glob.indexOf('/');
    return part(glob.substring(0, slash), target.server().text())
        && part(glob.substring(slash + 1), target.name());
  }

  private static boolean part(String glob, String text) {
    if (glob.isEmpty()) {
      return text.isEmpty();
    }
    if (glob.charAt(0) == '*') {
      return part(glob.substring(1), text) || (!text.isEmpty() && part(glob, text.substring(1)));
    }
    return !text.isEmpty()
        && glob.charAt(0) == text.charAt(0)
        && part(glob.substring(1), text.substring(1));
  }

  private static boolean decided(
      Both condition, Caller caller, Map<String, Object> arguments, boolean otherwise) {
    try {
      return condition.java().test(caller, arguments);
    } catch (IllegalStateException undecided) {
      return otherwise;
    }
  }
}
