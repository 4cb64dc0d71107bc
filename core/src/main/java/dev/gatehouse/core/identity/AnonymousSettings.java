package dev.gatehouse.core.identity;

import dev.gatehouse.core.kind.Doc;
import java.util.List;

/**
 * Callers without any credential.
 *
 * @param roles what they have
 */
@Doc("Lets callers without a credential in. Without this block they are refused.")
public record AnonymousSettings(
    @Doc(value = "Roles of a caller without a credential, at least one.", example = "[reader]")
        List<String> roles) {
  /**
   * @throws IllegalArgumentException when there is no role: then the block would do nothing
   */
  public AnonymousSettings {
    roles = List.copyOf(roles);
    if (roles.isEmpty()) {
      throw new IllegalArgumentException(
          "anonymous needs at least one role, or leave the block out");
    }
  }
}
