package dev.gatehouse.core.policy;

import dev.gatehouse.core.kind.Doc;
import dev.gatehouse.core.kind.Source;
import java.util.List;

/**
 * What callers that hold a role may use, and how much. A role that no settings declare gives
 * nothing.
 */
@Doc("A role: what the callers that hold it may use, and how much.")
public record Role(
    @Doc(
            value = "What the role allows. A caller may use what any of its roles allows.",
            example = "[support, crm/get_*]")
        List<Grant> grants,
    @Doc(
            value =
                "How much a caller with this role may use; the limits of all its roles hold at once.",
            example = "[{ calls: 600, per: 1m }]")
        List<LimitRule> limits,
    Source source) {
  /** The role that may use the admin API. It always exists and allows no tool by itself. */
  public static final String ADMINISTRATOR = "administrator";

  /**
   * The role that may send reports of what clients run to the admin API, and nothing else there. It
   * allows no tool by itself.
   */
  public static final String INVENTORY_REPORTER = "inventory-reporter";

  public Role {
    grants = List.copyOf(grants);
    limits = List.copyOf(limits);
  }
}
