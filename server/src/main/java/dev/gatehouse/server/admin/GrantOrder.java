package dev.gatehouse.server.admin;

import dev.gatehouse.server.admin.GrantDesk.GrantView;
import dev.gatehouse.server.admin.GrantDesk.NewGrant;

/** How grants are told apart in lists and records. */
final class GrantOrder {
  private GrantOrder() {}

  /** Sorts by role, and in a role those of the store as they were given. */
  static String key(GrantView grant) {
    return grant.role() + "\0" + "0".repeat(Math.max(0, 19 - grant.id().length())) + grant.id();
  }

  /** What is granted. */
  static String glob(NewGrant grant) {
    return grant.tools().or(grant::prompts).or(grant::resources).orElse("");
  }
}
