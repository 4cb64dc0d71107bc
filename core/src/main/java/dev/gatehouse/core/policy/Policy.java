package dev.gatehouse.core.policy;

import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who may use what, compiled from the rules: nothing is allowed unless a role of the caller grants
 * it, and a forbid wins over every grant. Immutable and safe for all threads; never blocks.
 *
 * <p>A target is listed exactly if some arguments could make a call of it pass, as far as can be
 * known without them; and exactly what is not listed is refused as unknown.
 */
public final class Policy {
  private static final String DEFAULT_ADVICE =
      "This call is not allowed with these arguments; change them, or ask the person in charge.";

  private static final int MOST_ROLES_NAMED = 3;

  /** Most pairs of role and target that are looked at to find out what holds for everybody. */
  static final int MOST_COMPARED = 20_000;

  /**
   * What one role grants, the facts about a caller that its conditions read early, and the servers
   * that it grants something of.
   */
  record RoleRules(
      EnumMap<Primitive, RuleIndex<GrantRule>> grants,
      Set<List<String>> callerPaths,
      List<Glob> servers) {
    boolean grantsSomethingOf(String server) {
      for (var glob : servers) {
        if (glob.matches(server)) {
          return true;
        }
      }
      return false;
    }

    List<GrantRule> matching(Target target) {
      var index = grants.get(target.primitive());
      return index == null ? List.of() : index.matching(target);
    }

    /** Whether it grants the target whoever has the role, and whatever they ask. */
    boolean surelyGrants(Target target) {
      return matching(target).stream().anyMatch(grant -> grant.when().isEmpty());
    }
  }

  private final Map<String, RoleRules> roles;
  private final EnumMap<Primitive, RuleIndex<ForbidRule>> forbids;
  private final Set<List<String>> forbidPaths;
  private final Map<String, List<TargetGlob>> toolsets;
  private final List<Problem> problems;

  Policy(
      Map<String, RoleRules> roles,
      EnumMap<Primitive, RuleIndex<ForbidRule>> forbids,
      Set<List<String>> forbidPaths,
      Map<String, List<TargetGlob>> toolsets,
      List<Problem> problems) {
    this.roles = roles;
    this.forbids = forbids;
    this.forbidPaths = forbidPaths;
    this.toolsets = toolsets;
    this.problems = List.copyOf(problems);
  }

  /**
   * Compiles the rules; some milliseconds per condition. Never fails: a rule with an error gives
   * nothing when it is a grant and always applies when it is a forbid, and {@link #problems} tells.
   */
  public static Policy compile(PolicyRules rules, ToolSchemas schemas) {
    return new PolicyCompiler(rules, schemas).compile();
  }

  /** What is wrong with the rules, in order of declaration. */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * Decides one call. The arguments are read only when a rule that matters asks for them.
   *
   * @throws Refused with {@code Unknown} when no arguments could make it pass, with {@code
   *     Condition} when only a condition on this call says no
   */
  public Permit authorize(
      Caller caller, Target target, Arguments arguments, RequestContext context) {
    var grants = grants(caller, target);
    if (grants.isEmpty()) {
      throw new Refused(unknown(target, "no role of the caller grants it"));
    }
    var facts = Facts.of(caller, target, arguments, context);
    refuseForbidden(caller, target, facts);
    for (var grant : grants) {
      if (grant.allows(facts)) {
        return permit(caller, target, grant);
      }
    }
    var declared = nearest(grants, facts).declared();
    throw new Refused(refusal(caller, target, declared.source().path(), declared.advice()));
  }

  /**
   * Decides on reading a resource that shows what these tools do: it may be read by whoever holds a
   * grant on it, and by whoever could call one of the tools. Forbids of the resource hold.
   *
   * @throws Refused as {@link #authorize}
   */
  public Permit authorizeThrough(
      Caller caller,
      Target target,
      List<Target> tools,
      Arguments arguments,
      RequestContext context) {
    var facts = Facts.of(caller, target, arguments, context);
    refuseForbidden(caller, target, facts);
    for (var grant : grants(caller, target)) {
      if (grant.allows(facts)) {
        return permit(caller, target, grant);
      }
    }
    for (var tool : tools) {
      if (mayList(caller, tool)) {
        return permit(
            caller, target, nearest(grants(caller, tool), Facts.beforeACall(caller, tool)));
      }
    }
    throw new Refused(unknown(target, "no role of the caller grants it or a tool that shows it"));
  }

  /**
   * Decides on what follows a call that was authorized with its arguments, as asking for its
   * outcome does: the target must still be one that the caller could call.
   *
   * @throws Refused with {@code Unknown} when it is not
   */
  public Permit authorizeFollowing(Caller caller, Target target) {
    if (!mayList(caller, target)) {
      throw new Refused(unknown(target, "the caller may not call it any more"));
    }
    return permit(
        caller, target, nearest(grants(caller, target), Facts.beforeACall(caller, target)));
  }

  private static Permit permit(Caller caller, Target target, GrantRule grant) {
    return new GrantedPermit(caller, target, grant.declared().source().path());
  }

  /** The first that some arguments could satisfy, else the first. */
  private static GrantRule nearest(List<GrantRule> grants, Facts facts) {
    return grants.stream()
        .filter(grant -> grant.couldAllow(facts))
        .findFirst()
        .orElse(grants.getFirst());
  }

  private void refuseForbidden(Caller caller, Target target, Facts facts) {
    for (var forbid : forbids(target)) {
      if (forbid.applies(facts)) {
        var declared = forbid.declared();
        throw new Refused(refusal(caller, target, declared.source().path(), declared.advice()));
      }
    }
  }

  /** Whether the caller may see the target: exactly if some arguments could make a call pass. */
  public boolean mayList(Caller caller, Target target) {
    var facts = Facts.beforeACall(caller, target);
    return grants(caller, target).stream().anyMatch(grant -> grant.couldAllow(facts))
        && forbids(target).stream().noneMatch(forbid -> forbid.alwaysApplies(facts));
  }

  /** Whether any grant of the caller speaks of this server, conditions aside. */
  public boolean mayReach(Caller caller, ServerName server) {
    for (var role : caller.roles()) {
      var rules = roles.get(role);
      if (rules != null && rules.grantsSomethingOf(server.text())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether all who may reach the server may use each of these targets of it, whatever else is
   * known of them: every role that grants anything of the server grants them without a condition,
   * and no forbid speaks of them. Says no when that would take too long to find out.
   */
  public boolean areOpenToAll(ServerName server, List<Target> targets) {
    var those =
        roles.values().stream().filter(role -> role.grantsSomethingOf(server.text())).toList();
    return !those.isEmpty()
        && (long) those.size() * targets.size() <= MOST_COMPARED
        && targets.stream()
            .allMatch(target ->
                forbids(target).isEmpty()
                    && those.stream().allMatch(role -> role.surelyGrants(target)));
  }

  /** The key under which lists can be shared among callers. */
  public CallerClass callerClass(Caller caller) {
    var names = new HashSet<String>();
    var paths = new TreeSet<List<String>>(Comparator.comparing(Object::toString));
    paths.addAll(forbidPaths);
    for (var role : caller.roles()) {
      var rules = roles.get(role);
      if (rules != null) {
        names.add(role);
        paths.addAll(rules.callerPaths());
      }
    }
    var values = new ArrayList<Object>();
    var facts = Facts.aboutCaller(caller);
    for (var path : paths) {
      values.add(List.of(path, facts.at(path)));
    }
    return new CallerClass(names, values);
  }

  /**
   * Why a call would be allowed or not; without arguments, whether some could be.
   *
   * @param arguments of the call, empty when none is made yet
   * @param context of the call; empty counts as a request about which nothing is known
   */
  public Explanation explain(
      Caller caller,
      Target target,
      Optional<Arguments> arguments,
      Optional<RequestContext> context) {
    var facts = Facts.of(caller, target, arguments, context);
    return new Explainer(this, facts, arguments.isPresent()).explain();
  }

  /** Whether settings declare this toolset. */
  public boolean hasToolset(String name) {
    return toolsets.containsKey(name);
  }

  /** Whether the toolset selects the target; only tools are ever selected. */
  public boolean inToolset(String name, Target target) {
    return target.primitive() == Primitive.TOOL
        && toolsets.getOrDefault(name, List.of()).stream().anyMatch(glob -> glob.matches(target));
  }

  /** The grants of all roles of the caller for this target, in order of declaration. */
  List<GrantRule> grants(Caller caller, Target target) {
    List<GrantRule> found = List.of();
    for (var role : caller.roles()) {
      var rules = roles.get(role);
      if (rules != null) {
        found = merged(found, rules.matching(target));
      }
    }
    return found;
  }

  /** The forbids for this target, in order of declaration. */
  List<ForbidRule> forbids(Target target) {
    var index = forbids.get(target.primitive());
    return index == null ? List.of() : index.matching(target);
  }

  /** The roles that grant this target, perhaps under a condition. */
  List<String> rolesThatGrant(Target target) {
    return roles.entrySet().stream()
        .filter(role -> !role.getValue().matching(target).isEmpty())
        .map(Map.Entry::getKey)
        .sorted()
        .limit(MOST_ROLES_NAMED)
        .toList();
  }

  private static List<GrantRule> merged(List<GrantRule> some, List<GrantRule> more) {
    if (some.isEmpty() || more.isEmpty()) {
      return some.isEmpty() ? more : some;
    }
    var all = new ArrayList<>(some);
    all.addAll(more);
    all.sort(Comparator.comparingInt(GrantRule::rank));
    return all;
  }

  private Refusal refusal(Caller caller, Target target, String rule, Optional<String> advice) {
    return mayList(caller, target)
        ? new Refusal.Condition(rule, advice.orElse(DEFAULT_ADVICE))
        : unknown(target, rule + " says no for any arguments");
  }

  private static Refusal unknown(Target target, String reason) {
    return new Refusal.Unknown(target.primitive().noun(), target.name(), reason);
  }
}
