package dev.gatehouse.core.policy;

import dev.gatehouse.core.registry.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the rules that select a target: by server, then by the exact name, its prefixes and its
 * suffixes; only globs with a star in the middle are tried one by one. Immutable.
 */
final class RuleIndex<R extends RuleIndex.Ranked> {
  /** A rule with its place in the order of declaration. */
  interface Ranked {
    int rank();
  }

  /** A rule under one of its globs. */
  record Entry<R>(TargetGlob glob, R rule) {}

  private record Group<R>(Glob server, Names<R> names) {}

  private final Map<String, Names<R>> namedServers = new HashMap<>();
  private final List<Group<R>> otherServers = new ArrayList<>();

  private RuleIndex() {}

  static <R extends Ranked> RuleIndex<R> of(List<Entry<R>> entries) {
    var index = new RuleIndex<R>();
    var byGlob = new LinkedHashMap<String, List<Entry<R>>>();
    for (var entry : entries) {
      var server = entry.glob().server();
      byGlob.computeIfAbsent(server.text(), _ -> new ArrayList<>()).add(entry);
    }
    for (var same : byGlob.values()) {
      var server = same.getFirst().glob().server();
      if (server.shape() == Glob.Shape.EXACT) {
        var all = entries.stream().filter(entry -> entry.glob().server().matches(server.text()));
        index.namedServers.put(server.text(), Names.of(all.toList()));
      } else {
        index.otherServers.add(new Group<>(server, Names.of(same)));
      }
    }
    return index;
  }

  /** Adds the rules for a target, in order of declaration, each once. */
  List<R> matching(Target target) {
    var found = new ArrayList<R>(4);
    var server = target.server().text();
    var named = namedServers.get(server);
    if (named != null) {
      named.collect(target.name(), found);
    } else {
      for (var group : otherServers) {
        if (group.server().matches(server)) {
          group.names().collect(target.name(), found);
        }
      }
    }
    return found.size() < 2 ? found : inOrder(found);
  }

  private static <R extends Ranked> List<R> inOrder(List<R> found) {
    found.sort(Comparator.comparingInt(Ranked::rank));
    var once = new ArrayList<R>(found.size());
    for (var rule : found) {
      if (once.isEmpty() || once.getLast().rank() != rule.rank()) {
        once.add(rule);
      }
    }
    return once;
  }

  private static final class Names<R> {
    private final Map<String, List<R>> exact = new HashMap<>();
    private final PrefixTrie<R> prefixes = PrefixTrie.ofPrefixes();
    private final PrefixTrie<R> suffixes = PrefixTrie.ofSuffixes();
    private final List<Entry<R>> general = new ArrayList<>();

    static <R> Names<R> of(List<Entry<R>> entries) {
      var names = new Names<R>();
      for (var entry : entries) {
        var glob = entry.glob().name();
        switch (glob.shape()) {
          case EXACT ->
              names.exact.computeIfAbsent(glob.text(), _ -> new ArrayList<>()).add(entry.rule());
          case PREFIX -> names.prefixes.add(glob.head(), entry.rule());
          case SUFFIX -> names.suffixes.add(glob.tail(), entry.rule());
          case GENERAL -> names.general.add(entry);
        }
      }
      return names;
    }

    void collect(String name, List<R> into) {
      into.addAll(exact.getOrDefault(name, List.of()));
      prefixes.collect(name, into);
      suffixes.collect(name, into);
      for (var entry : general) {
        if (entry.glob().name().matches(name)) {
          into.add(entry.rule());
        }
      }
    }
  }
}
