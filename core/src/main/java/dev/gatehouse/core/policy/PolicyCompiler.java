package dev.gatehouse.core.policy;

import dev.gatehouse.core.kind.Source;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.spelling.Nearest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns rules into a policy and collects what is wrong with them. Used once. */
final class PolicyCompiler {
  private final PolicyRules rules;
  private final List<Problem> problems = new ArrayList<>();
  private final ConditionCompiler conditions = new ConditionCompiler(problems);
  private final SchemaCheck schemas;
  private final Map<String, List<TargetGlob>> toolsets = new LinkedHashMap<>();
  private int rank;

  PolicyCompiler(PolicyRules rules, ToolSchemas schemas) {
    this.rules = rules;
    this.schemas = new SchemaCheck(schemas, problems);
  }

  Policy compile() {
    rules.toolsets().forEach((name, set) -> toolsets.put(name, globs(set.tools(), set.source())));
    var roles = new LinkedHashMap<String, Policy.RoleRules>();
    roles.put(
        Role.ADMINISTRATOR,
        new Policy.RoleRules(new EnumMap<>(Primitive.class), Set.of(), List.of()));
    rules.roles().forEach((name, role) -> roles.put(name, role(role)));

    var entries = new EnumMap<Primitive, List<RuleIndex.Entry<ForbidRule>>>(Primitive.class);
    var paths = new HashSet<List<String>>();
    for (var forbid : rules.forbids()) {
      compile(forbid, entries, paths);
    }
    return new Policy(roles, indexes(entries), Set.copyOf(paths), Map.copyOf(toolsets), problems);
  }

  private Policy.RoleRules role(Role role) {
    var entries = new EnumMap<Primitive, List<RuleIndex.Entry<GrantRule>>>(Primitive.class);
    var paths = new HashSet<List<String>>();
    var servers = new ArrayList<Glob>();
    for (var grant : role.grants()) {
      var targets = targets(grant.tools(), grant.resources(), grant.prompts(), grant.source());
      var when = condition(grant.when(), "when", grant.source(), targets, paths);
      var rule = new GrantRule(rank++, grant, when);
      targets.forEach((primitive, globs) -> add(entries, primitive, globs, rule));
      targets.values().stream().flatMap(List::stream).map(TargetGlob::server).forEach(servers::add);
    }
    return new Policy.RoleRules(indexes(entries), Set.copyOf(paths), List.copyOf(servers));
  }

  private void compile(
      Forbid forbid,
      EnumMap<Primitive, List<RuleIndex.Entry<ForbidRule>>> entries,
      Set<List<String>> paths) {
    var source = forbid.source();
    var before = problems.size();
    var targets = targets(forbid.tools(), forbid.resources(), forbid.prompts(), source);
    if (problems.size() > before) {
      // Nobody can tell what it was to forbid, so until it is mended it forbids everything.
      targets = everything();
    }
    var when = condition(forbid.when(), "when", source, targets, paths);
    var unless = condition(forbid.unless(), "unless", source, targets, paths);
    var rule = new ForbidRule(rank++, forbid, when, unless);
    targets.forEach((primitive, globs) -> add(entries, primitive, globs, rule));
  }

  private Optional<Condition> condition(
      Optional<String> text,
      String field,
      Source rule,
      Map<Primitive, List<TargetGlob>> targets,
      Set<List<String>> paths) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    var source = new Source(rule.path() + "." + field, rule.place());
    var condition = conditions.compile(text.get(), source);
    schemas.check(condition, targets.getOrDefault(Primitive.TOOL, List.of()), source);
    paths.addAll(condition.readsOfTheCaller());
    return Optional.of(condition);
  }

  private EnumMap<Primitive, List<TargetGlob>> targets(
      List<String> tools, List<String> resources, List<String> prompts, Source source) {
    var targets = new EnumMap<Primitive, List<TargetGlob>>(Primitive.class);
    targets.put(Primitive.TOOL, toolsOrToolsets(tools, source));
    targets.put(Primitive.RESOURCE, globs(resources, source));
    targets.put(Primitive.PROMPT, globs(prompts, source));
    return targets;
  }

  private static EnumMap<Primitive, List<TargetGlob>> everything() {
    var targets = new EnumMap<Primitive, List<TargetGlob>>(Primitive.class);
    for (var primitive : Primitive.values()) {
      targets.put(primitive, List.of(TargetGlob.parse("*/*")));
    }
    return targets;
  }

  private List<TargetGlob> toolsOrToolsets(List<String> texts, Source source) {
    var found = new ArrayList<TargetGlob>();
    for (var text : texts) {
      if (text.contains("/")) {
        found.addAll(globs(List.of(text), source));
      } else if (toolsets.containsKey(text)) {
        found.addAll(toolsets.getOrDefault(text, List.of()));
      } else {
        problems.add(
            Problem.error(
                source,
                "there is no toolset \"" + text + "\".",
                Nearest.to(text, toolsets.keySet())
                    .map(near -> "Did you mean \"" + near + "\"?")
                    .orElse("Declare it under toolsets, or write server/tool, as in crm/get_*.")));
      }
    }
    return found;
  }

  private List<TargetGlob> globs(List<String> texts, Source source) {
    var found = new ArrayList<TargetGlob>();
    for (var text : texts) {
      try {
        found.add(TargetGlob.parse(text));
      } catch (IllegalArgumentException wrong) {
        problems.add(Problem.error(source, String.valueOf(wrong.getMessage()), ""));
      }
    }
    return List.copyOf(found);
  }

  private static <R extends RuleIndex.Ranked> void add(
      EnumMap<Primitive, List<RuleIndex.Entry<R>>> entries,
      Primitive primitive,
      List<TargetGlob> globs,
      R rule) {
    var list = entries.computeIfAbsent(primitive, _ -> new ArrayList<>());
    globs.forEach(glob -> list.add(new RuleIndex.Entry<>(glob, rule)));
  }

  private static <R extends RuleIndex.Ranked> EnumMap<Primitive, RuleIndex<R>> indexes(
      EnumMap<Primitive, List<RuleIndex.Entry<R>>> entries) {
    var indexes = new EnumMap<Primitive, RuleIndex<R>>(Primitive.class);
    entries.forEach((primitive, list) -> indexes.put(primitive, RuleIndex.of(list)));
    return indexes;
  }
}
