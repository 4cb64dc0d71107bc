package dev.gatehouse.core.identity;

import dev.gatehouse.core.kind.Doc;
import dev.gatehouse.core.kind.ShortForm;
import dev.gatehouse.core.kind.Written;
import java.util.List;

/**
 * Which claims name roles. A claim may be a list of names or one text with names between blanks.
 *
 * @param from the claims; roles of all of them count
 */
@Written(example = "realm_access.roles")
@Doc("Claims that name roles: a list of names, or one text with names between blanks.")
public record RoleClaims(
    @Doc(value = "Paths of the claims, 1 to 20.", example = "[realm_access.roles, groups]")
        List<ClaimPath> from) {
  /**
   * @throws IllegalArgumentException when there are none or more than 20 paths
   */
  public RoleClaims {
    from = List.copyOf(from);
    if (from.isEmpty() || from.size() > 20) {
      throw new IllegalArgumentException("roles come from 1 to 20 claims, not " + from.size());
    }
  }

  /** One claim: {@code roles: realm_access.roles}. */
  @ShortForm
  public static RoleClaims of(String path) {
    return new RoleClaims(List.of(new ClaimPath(path)));
  }
}
