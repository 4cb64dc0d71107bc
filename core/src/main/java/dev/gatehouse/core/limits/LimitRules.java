package dev.gatehouse.core.limits;

import dev.gatehouse.core.policy.LimitRule;
import dev.gatehouse.core.policy.PolicyRules;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every limit that settings declare. All that fit a call hold at once.
 *
 * @param everyone for every call
 * @param roles by role, for the calls of callers that hold it
 * @param servers by server, for the calls to it
 */
public record LimitRules(
    List<LimitRule> everyone,
    Map<String, List<LimitRule>> roles,
    Map<String, List<LimitRule>> servers) {
  /** No limit at all. */
  public static final LimitRules NONE = new LimitRules(List.of(), Map.of(), Map.of());

  public LimitRules {
    everyone = List.copyOf(everyone);
    roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
    servers = Collections.unmodifiableMap(new LinkedHashMap<>(servers));
  }

  /** The limits of the roles in these rules, with those for everyone and for servers. */
  public static LimitRules of(
      PolicyRules policy, List<LimitRule> everyone, Map<String, List<LimitRule>> servers) {
    var roles = new LinkedHashMap<String, List<LimitRule>>();
    policy.roles().forEach((name, role) -> roles.put(name, role.limits()));
    return new LimitRules(everyone, roles, servers);
  }
}
