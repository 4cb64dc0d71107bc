package dev.gatehouse.server.desk;

import dev.gatehouse.core.policy.Grant;
import dev.gatehouse.core.policy.PolicyRules;
import dev.gatehouse.server.admin.GrantDesk.GrantView;
import dev.gatehouse.server.admin.ServerDesk;
import java.util.List;
import java.util.Optional;

/** The grants of the settings file, as an administrator sees them. */
public final class DeclaredGrants {
  private DeclaredGrants() {}

  /**
   * In the order of the file; several globs of one grant stand with commas between them.
   *
   * @param rules what the settings alone declare
   */
  public static List<GrantView> of(PolicyRules rules) {
    return rules.roles().entrySet().stream()
        .flatMap(role -> role.getValue().grants().stream().map(one -> view(role.getKey(), one)))
        .toList();
  }

  private static GrantView view(String role, Grant grant) {
    return new GrantView(
        grant.source().path(),
        role,
        joined(grant.tools()),
        joined(grant.prompts()),
        joined(grant.resources()),
        grant.when(),
        ServerDesk.Origin.FILE,
        Optional.of(grant.source().place()).filter(place -> !place.isEmpty()),
        Optional.empty(),
        Optional.empty());
  }

  private static Optional<String> joined(List<String> globs) {
    return globs.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", globs));
  }
}
