package dev.gatehouse.core.policy;

import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.identity.Callers;
import dev.gatehouse.core.policy.SlowPolicy.Both;
import dev.gatehouse.core.policy.SlowPolicy.Predicate;
import dev.gatehouse.core.policy.SlowPolicy.SlowForbid;
import dev.gatehouse.core.policy.SlowPolicy.SlowGrant;
import dev.gatehouse.core.registry.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** Makes policies, callers and arguments by chance, the same ones for the same seed. */
final class AnyPolicy {
  private static final List<String> ROLES = List.of("a", "b", "c", "undeclared", "administrator");
  private static final List<String> SERVERS = List.of("crm", "files", "c");
  private static final List<String> NAMES =
      List.of("get", "get_x", "get_xx", "set_x", "x", "file:///a/x", "delete_x");
  private static final List<String> SERVER_GLOBS = List.of("crm", "files", "*", "c*", "*s", "f*s");
  private static final List<String> NAME_GLOBS =
      List.of("*", "get_*", "*_x", "g*_x", "get", "*e*", "file:///*", "x", "*x*x", "delete_*");

  /** {@code when: true}, in both languages. */
  private static final Both ALWAYS = new Both("true", (_, _) -> true);

  private static final Both NEVER = new Both("false", (_, _) -> false);

  private final Random random;
  private final Supplier<Both> leaf;

  private AnyPolicy(Random random, boolean onArguments) {
    this.random = random;
    this.leaf = onArguments ? this::anyLeaf : this::callerLeaf;
  }

  /** Conditions on everything. */
  static AnyPolicy onEverything(long seed) {
    return new AnyPolicy(new Random(seed), true);
  }

  /** Conditions on callers only, so that everything is known before a call is made. */
  static AnyPolicy onCallers(long seed) {
    return new AnyPolicy(new Random(seed), false);
  }

  Random random() {
    return random;
  }

  SlowPolicy policy() {
    var grants = new ArrayList<SlowGrant>();
    for (var left = 2 + random.nextInt(5); left > 0; left--) {
      grants.add(new SlowGrant(one(List.of("a", "b", "c")), glob(), maybe(ALWAYS)));
    }
    var forbids = new ArrayList<SlowForbid>();
    for (var left = random.nextInt(3); left > 0; left--) {
      forbids.add(new SlowForbid(glob(), maybe(ALWAYS), maybe(NEVER)));
    }
    return new SlowPolicy(List.copyOf(grants), List.copyOf(forbids));
  }

  /** The same rules in another order. */
  SlowPolicy shuffled(SlowPolicy policy) {
    var grants = new ArrayList<>(policy.grants());
    var forbids = new ArrayList<>(policy.forbids());
    Collections.shuffle(grants, random);
    Collections.shuffle(forbids, random);
    return new SlowPolicy(grants, forbids);
  }

  static Policy compiled(SlowPolicy slow) {
    var rules = Rules.rules();
    for (var grant : slow.grants()) {
      rules.grant(
          grant.role(), List.of(grant.glob()), condition(grant.when(), ALWAYS), Optional.empty());
    }
    for (var forbid : slow.forbids()) {
      rules.forbid(
          forbid.glob(), condition(forbid.when(), ALWAYS), condition(forbid.unless(), NEVER));
    }
    return rules.policy();
  }

  Caller caller() {
    var roles = new HashSet<String>();
    for (var role : ROLES) {
      if (random.nextBoolean()) {
        roles.add(role);
      }
    }
    var attributes = new HashMap<String, Object>();
    if (random.nextInt(4) > 0) {
      attributes.put("senior", random.nextInt(5) > 0 ? random.nextBoolean() : "perhaps");
    }
    if (random.nextBoolean()) {
      attributes.put("level", random.nextInt(3));
    }
    return Callers.with("u" + random.nextInt(3), roles, attributes);
  }

  Target target() {
    return Rules.tool(one(SERVERS) + "/" + one(NAMES));
  }

  Map<String, Object> arguments() {
    var arguments = new HashMap<String, Object>();
    for (var name : List.of("x", "y", "s", "flag")) {
      switch (random.nextInt(6)) {
        case 0 -> {}
        case 1 -> arguments.put(name, one(List.of("urgent", "low")));
        case 2 -> arguments.put(name, random.nextBoolean());
        default -> arguments.put(name, sane(name));
      }
    }
    return arguments;
  }

  private Object sane(String name) {
    return switch (name) {
      case "flag" -> random.nextBoolean();
      case "s" -> one(List.of("urgent", "low"));
      default -> (long) random.nextInt(4);
    };
  }

  private Both maybe(Both otherwise) {
    return random.nextInt(3) == 0 ? otherwise : condition(3);
  }

  private Both condition(int depth) {
    var left = depth == 0 || random.nextInt(3) == 0 ? leaf.get() : condition(depth - 1);
    return switch (random.nextInt(5)) {
      case 0 -> and(left, depth == 0 ? leaf.get() : condition(depth - 1));
      case 1 -> or(left, depth == 0 ? leaf.get() : condition(depth - 1));
      case 2 -> new Both("!(" + left.cel() + ")", (c, a) -> !left.java().test(c, a));
      case 3 -> choice(leaf.get(), left, leaf.get());
      default -> left;
    };
  }

  private static Both and(Both left, Both right) {
    var not =
        or(
            new Both("", (c, a) -> !left.java().test(c, a)),
            new Both("", (c, a) -> !right.java().test(c, a)));
    return new Both(
        "(" + left.cel() + " && " + right.cel() + ")", (c, a) -> !not.java().test(c, a));
  }

  /** True when one side is, even if the other fails. */
  private static Both or(Both left, Both right) {
    Predicate java =
        (caller, arguments) -> {
          boolean first;
          try {
            first = left.java().test(caller, arguments);
          } catch (IllegalStateException undecided) {
            if (right.java().test(caller, arguments)) {
              return true;
            }
            throw undecided;
          }
          return first || right.java().test(caller, arguments);
        };
    return new Both("(" + left.cel() + " || " + right.cel() + ")", java);
  }

  private static Both choice(Both test, Both yes, Both no) {
    return new Both(
        "(" + test.cel() + " ? " + yes.cel() + " : " + no.cel() + ")",
        (c, a) -> test.java().test(c, a) ? yes.java().test(c, a) : no.java().test(c, a));
  }

  private Both anyLeaf() {
    var name = one(List.of("x", "y"));
    var number = random.nextInt(4);
    return switch (random.nextInt(7)) {
      case 0 ->
          new Both("args.%s < %d".formatted(name, number), (_, a) -> number(a, name) < number);
      case 1 -> new Both("args.s == \"urgent\"", (_, a) -> given(a, "s").equals("urgent"));
      case 2 -> new Both("args.flag", (_, a) -> truth(given(a, "flag")));
      case 3 -> new Both("has(args.%s)".formatted(name), (_, a) -> a.containsKey(name));
      default -> callerLeaf();
    };
  }

  private Both callerLeaf() {
    var role = one(ROLES);
    var number = random.nextInt(3);
    return switch (random.nextInt(5)) {
      case 0 ->
          new Both(
              "caller.roles.contains(\"%s\")".formatted(role), (c, _) -> c.roles().contains(role));
      case 1 ->
          new Both("\"%s\" in caller.roles".formatted(role), (c, _) -> c.roles().contains(role));
      case 2 ->
          new Both(
              "caller.attributes.level >= %d".formatted(number),
              (c, _) -> number(c.attributes(), "level") >= number);
      case 3 ->
          new Both(
              "caller.user != \"u1@acme.example\"", (c, _) -> !user(c).equals("u1@acme.example"));
      default ->
          new Both("caller.attributes.senior", (c, _) -> truth(given(c.attributes(), "senior")));
    };
  }

  private String glob() {
    return one(SERVER_GLOBS) + "/" + one(NAME_GLOBS);
  }

  private <T> T one(List<T> things) {
    return things.get(random.nextInt(things.size()));
  }

  private static Optional<String> condition(Both both, Both absent) {
    return both.equals(absent) ? Optional.empty() : Optional.of(both.cel());
  }

  private static String user(Caller caller) {
    return caller.user().orElseThrow(() -> new IllegalStateException("no user"));
  }

  private static Object given(Map<String, Object> facts, String name) {
    var value = facts.get(name);
    if (value == null) {
      throw new IllegalStateException("no " + name);
    }
    return value;
  }

  private static long number(Map<String, Object> facts, String name) {
    if (given(facts, name) instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalStateException(name + " is no number");
  }

  private static boolean truth(Object value) {
    if (value instanceof Boolean truth) {
      return truth;
    }
    throw new IllegalStateException(value + " is neither true nor false");
  }
}
