package dev.gatehouse.core.inventory;

import dev.gatehouse.core.kind.Doc;
import java.util.List;

/** What the settings say under {@code inventory}. */
@Doc("What the inventory says of servers that are found in the settings of clients.")
public record InventorySettings(
    @Doc(
            value =
                "Servers that nobody may use, as kind:identifier with * for any characters. Kinds are"
                    + " npm, pypi, nuget, oci, git, url, program, gateway and listed.",
            example = "[\"npm:@evil/*\", \"url:https://*.evil.example/*\"]")
        List<String> denied) {
  private static final int MOST = 10_000;

  /**
   * @throws IllegalArgumentException when there are too many, or one is none
   */
  public InventorySettings {
    denied = List.copyOf(denied);
    if (denied.size() > MOST) {
      throw new IllegalArgumentException("denied has at most " + MOST + " lines");
    }
    denied.forEach(DenyRule::new);
  }

  /** The rules. */
  public List<DenyRule> rules() {
    return denied.stream().map(DenyRule::new).toList();
  }
}
