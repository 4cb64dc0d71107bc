package dev.gatehouse.core.policy;

import dev.gatehouse.core.kind.Source;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules as a test writes them down. */
public final class Rules {
  /** A Tuesday in November. */
  public static final RequestContext NOW =
      new RequestContext(
          Instant.parse("2026-11-24T10:14:07Z"), "tools/call", "/mcp", "10.0.0.7:51123");

  private final Map<String, Role> roles = new LinkedHashMap<>();
  private final List<Forbid> forbids = new ArrayList<>();
  private final Map<String, Toolset> toolsets = new LinkedHashMap<>();

  private Rules() {}

  public static Rules rules() {
    return new Rules();
  }

  public Rules grant(String role, String tools) {
    return grant(role, List.of(tools), Optional.empty(), Optional.empty());
  }

  public Rules grantWhen(String role, String tools, String when) {
    return grant(role, List.of(tools), Optional.of(when), Optional.empty());
  }

  public Rules grant(
      String role, List<String> tools, Optional<String> when, Optional<String> advice) {
    return add(role, source -> new Grant(tools, List.of(), List.of(), when, advice, source));
  }

  public Rules grantResources(String role, String resources) {
    return add(
        role,
        source ->
            new Grant(
                List.of(),
                List.of(resources),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                source));
  }

  public Rules grantPrompts(String role, String prompts) {
    return add(
        role,
        source ->
            new Grant(
                List.of(),
                List.of(),
                List.of(prompts),
                Optional.empty(),
                Optional.empty(),
                source));
  }

  public Rules forbid(String tools) {
    forbids.add(Forbid.of(tools, forbidSource()));
    return this;
  }

  public Rules forbid(String tools, Optional<String> when, Optional<String> unless) {
    forbids.add(
        new Forbid(
            List.of(tools), List.of(), List.of(), when, unless, Optional.empty(), forbidSource()));
    return this;
  }

  public Rules forbidWhen(String tools, String when) {
    return forbid(tools, Optional.of(when), Optional.empty());
  }

  public Rules forbidUnless(String tools, String unless) {
    return forbid(tools, Optional.empty(), Optional.of(unless));
  }

  public Rules toolset(String name, String... globs) {
    toolsets.put(name, new Toolset(List.of(globs), new Source("toolsets." + name, "")));
    return this;
  }

  public PolicyRules declared() {
    return new PolicyRules(roles, forbids, toolsets);
  }

  public Policy policy() {
    var policy = Policy.compile(declared(), ToolSchemas.NONE);
    if (!policy.problems().isEmpty()) {
      throw new AssertionError(policy.problems());
    }
    return policy;
  }

  public static Target tool(String path) {
    return target(Primitive.TOOL, path);
  }

  public static Target target(Primitive primitive, String path) {
    var slash = path.indexOf('/');
    return new Target(
        new ServerName(path.substring(0, slash)), primitive, path.substring(slash + 1));
  }

  private interface Made {
    Grant by(Source source);
  }

  private Rules add(String role, Made made) {
    var known = roles.getOrDefault(role, empty(role));
    var grants = new ArrayList<>(known.grants());
    grants.add(
        made.by(
            new Source("roles.%s.grants[%d]".formatted(role, grants.size()), "gatehouse.yaml:23")));
    roles.put(role, new Role(grants, known.limits(), known.source()));
    return this;
  }

  private Source forbidSource() {
    return new Source("forbids[" + forbids.size() + "]", "gatehouse.yaml:30");
  }

  private static Role empty(String role) {
    return new Role(List.of(), List.of(), new Source("roles." + role, "gatehouse.yaml:20"));
  }
}
