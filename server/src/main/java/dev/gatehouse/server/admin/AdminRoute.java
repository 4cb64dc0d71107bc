package dev.gatehouse.server.admin;

import dev.gatehouse.server.http.PathTemplate;
import java.util.function.Function;
import java.util.function.Supplier;

/** One thing that the admin API does, as data, so that all of them can be listed and tested. */
sealed interface AdminRoute {
  /** HTTP method. */
  String method();

  /** Path below {@code /admin/v1/}. */
  PathTemplate path();

  /** What it does, in one sentence. */
  String summary();

  /**
   * Looks at something and changes nothing.
   *
   * @param find finds what is asked for
   */
  record Reading(PathTemplate path, String summary, Function<Ask, Outcome> find)
      implements AdminRoute {
    Reading(String path, String summary, Function<Ask, Outcome> find) {
      this(new PathTemplate(path), summary, find);
    }

    @Override
    public String method() {
      return "GET";
    }
  }

  /**
   * Changes something.
   *
   * @param action its name in records, for example {@code key.create}
   * @param plan reads and checks what is asked for; what changes something is in the deed
   */
  record Changing(
      String method, PathTemplate path, String action, String summary, Function<Ask, Deed> plan)
      implements AdminRoute {
    Changing(String method, String path, String action, String summary, Function<Ask, Deed> plan) {
      this(method, new PathTemplate(path), action, summary, plan);
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
