package dev.gatehouse.server.admin;

import dev.gatehouse.core.policy.Role;
import dev.gatehouse.server.http.PathTemplate;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** One thing that the admin API does, as data, so that all of them can be listed and tested. */
sealed interface AdminRoute {
  /** What most routes need. */
  Set<String> ADMINISTRATORS = Set.of(Role.ADMINISTRATOR);

  /** What routes need over which devices report. */
  Set<String> REPORTERS = Set.of(Role.ADMINISTRATOR, Role.INVENTORY_REPORTER);

  /** HTTP method. */
  String method();

  /** Path below {@code /admin/v1/}. */
  PathTemplate path();

  /** What it does, in one sentence. */
  String summary();

  /** The roles of which a caller needs one. */
  Set<String> roles();

  /**
   * Looks at something and changes nothing.
   *
   * @param method GET, or POST where what is asked for is larger than an address
   * @param find finds what is asked for
   */
  record Reading(
      String method,
      PathTemplate path,
      String summary,
      Set<String> roles,
      Function<Ask, Outcome> find)
      implements AdminRoute {
    Reading(String path, String summary, Function<Ask, Outcome> find) {
      this("GET", new PathTemplate(path), summary, ADMINISTRATORS, find);
    }
  }

  /**
   * Changes something.
   *
   * @param action its name in records, for example {@code key.create}
   * @param plan reads and checks what is asked for; what changes something is in the deed
   */
  record Changing(
      String method,
      PathTemplate path,
      String action,
      String summary,
      Set<String> roles,
      Function<Ask, Deed> plan)
      implements AdminRoute {
    Changing(String method, String path, String action, String summary, Function<Ask, Deed> plan) {
      this(method, new PathTemplate(path), action, summary, ADMINISTRATORS, plan);
    }
  }

  /**
   * A change that is checked and not yet made.
   *
   * @param subject what is changed, for the record; never a secret
   * @param doing makes the change
   */
  record Deed(String subject, Supplier<Outcome> doing) {}
}
