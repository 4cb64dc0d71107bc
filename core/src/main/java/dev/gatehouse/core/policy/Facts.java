package dev.gatehouse.core.policy;

import dev.cel.runtime.CelVariableResolver;
import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What conditions can read about one call, or about one target when nothing is called yet. For one
 * thread, for one decision.
 */
final class Facts {
  private final Caller caller;
  private final @Nullable Target target;
  private final @Nullable Arguments arguments;
  private final @Nullable RequestContext context;

  private Facts(
      Caller caller,
      @Nullable Target target,
      @Nullable Arguments arguments,
      @Nullable RequestContext context) {
    this.caller = caller;
    this.target = target;
    this.arguments = arguments;
    this.context = context;
  }

  static Facts aboutCaller(Caller caller) {
    return new Facts(caller, null, null, null);
  }

  static Facts beforeACall(Caller caller, Target target) {
    return new Facts(caller, target, null, null);
  }

  static Facts of(Caller caller, Target target, Arguments arguments, RequestContext context) {
    return new Facts(caller, target, arguments, context);
  }

  static Facts of(
      Caller caller,
      Target target,
      Optional<Arguments> arguments,
      Optional<RequestContext> context) {
    return new Facts(caller, target, arguments.orElse(null), context.orElse(null));
  }

  Caller caller() {
    return caller;
  }

  /**
   * The target.
   *
   * @throws IllegalStateException when the facts are about a caller alone
   */
  Target target() {
    if (target == null) {
      throw new IllegalStateException("these facts have no target");
    }
    return target;
  }

  /** The variables for an expression that reads these facts, converted within its own bound. */
  CelVariableResolver variables(Reads reads) {
    return new Variables(reads);
  }

  /** The plain value at a path, empty when there is none. */
  Optional<Object> at(List<String> path) {
    @Nullable Object value =
        switch (path.getFirst()) {
          case Reads.CALLER -> callerFacts(Set.of("id", "user", "agent", "roles", "attributes"));
          case Reads.CONTEXT -> contextFacts();
          default -> arguments == null ? null : arguments.values();
        };
    for (var name : path.subList(1, path.size())) {
      value = value instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return Optional.ofNullable(value);
  }

  private Map<String, Object> callerFacts(Set<String> names) {
    var facts = new HashMap<String, Object>();
    for (var name : names) {
      switch (name) {
        case "id" -> facts.put(name, caller.id());
        case "user" -> caller.user().ifPresent(user -> facts.put(name, user));
        case "agent" -> caller.agent().ifPresent(agent -> facts.put(name, agent));
        case "roles" -> facts.put(name, List.copyOf(new TreeSet<>(caller.roles())));
        case "attributes" -> facts.put(name, caller.attributes());
        default -> {}
      }
    }
    return facts;
  }

  private Map<String, Object> contextFacts() {
    var facts = new HashMap<String, Object>();
    if (target != null) {
      facts.put("server", target.server().text());
      facts.put("kind", target.primitive().noun());
      facts.put("name", target.name());
      facts.put("tool", target.primitive() == Primitive.TOOL ? target.name() : "");
    }
    if (context != null) {
      facts.put("time", context.time());
      facts.put("method", context.method());
      facts.put("endpoint", context.endpoint());
      facts.put("connection", context.connection());
    }
    return facts;
  }

  private final class Variables implements CelVariableResolver {
    private final Reads reads;
    private final Values values = new Values();
    private final Map<String, Object> made = HashMap.newHashMap(3);

    private Variables(Reads reads) {
      this.reads = reads;
    }

    @Override
    public Optional<Object> find(String name) {
      var known = made.get(name);
      if (known == null) {
        known =
            switch (name) {
              case Reads.CALLER -> callerVariable();
              case Reads.ARGS -> only(reads.namesOfArguments(), argumentValues(reads));
              case Reads.CONTEXT -> contextFacts();
              default -> null;
            };
        if (known == null) {
          return Optional.empty();
        }
        made.put(name, known);
      }
      return Optional.of(known);
    }

    private Map<String, Object> argumentValues(Reads reads) {
      if (arguments == null) {
        return Map.of();
      }
      var names = reads.namesOfArguments();
      return names.isPresent() ? arguments.values(names.get()) : arguments.values();
    }

    private Map<String, Object> callerVariable() {
      var facts = callerFacts(reads.namesOfCaller());
      if (facts.containsKey("attributes")) {
        facts.put("attributes", only(reads.namesOfAttributes(), caller.attributes()));
      }
      return facts;
    }

    /** Only what is read is converted: CEL looks through a map as a whole each time. */
    private Map<String, Object> only(Optional<Set<String>> names, Map<String, Object> from) {
      var read = names.orElseGet(from::keySet);
      var facts = HashMap.<String, Object>newHashMap(read.size());
      for (var name : read) {
        if (from.containsKey(name)) {
          facts.put(name, values.of(from.get(name)));
        }
      }
      return facts;
    }
  }
}
