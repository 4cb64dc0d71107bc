package dev.gatehouse.core.gateway;

import dev.gatehouse.core.gateway.ServerNews.Kind;
import dev.gatehouse.core.gateway.ServerNews.Topic;
import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.core.views.Directory;
import dev.gatehouse.core.waiting.Waiting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a client of a joined route may hear of what it asks to hear: of resources that it may read,
 * from the servers that own them and tell of changes, and of its tasks. The rest is left out.
 *
 * @param snapshot what is decided from when a stream is opened again
 */
record WhatIsHeard(
    Function<Visit, Directory> directories,
    Tasks tasks,
    Supplier<Snapshot> snapshot,
    Finding finding) {
  /** Finds the way to a server, for messages of the modern era. */
  interface Finding {
    Way way(Visit visit, Server server, Waiting waiting);
  }

  /** What the caller must be allowed to use, and what it calls the topic. */
  private record Wanted(Target target, String called) {}

  /** The parts of all servers, in order of their names. May wait. */
  List<JoinedListen.Part> parts(Visit visit, Subscriptions asked) {
    if (asked.resources().isEmpty() && asked.taskIds().isEmpty()) {
      return List.of();
    }
    // To find the owners of many resources may take a while.
    visit.waiting().begins();
    var wanted = new TreeMap<ServerName, Map<Topic, Wanted>>();
    var directory = directories.apply(visit);
    asked
        .resources()
        .forEach(uri ->
            directory
                .find(Primitive.RESOURCE, uri)
                .filter(target -> isHeard(visit, directory, target))
                .ifPresent(target -> add(wanted, target, new Topic(Kind.RESOURCE, uri), uri)));
    asked
        .taskIds()
        .forEach(id ->
            tasks
                .of(visit, id)
                .filter(task -> mayUse(visit, task.tool()))
                .ifPresent(task -> add(wanted, task.tool(), new Topic(Kind.TASK, task.id()), id)));
    var parts = new ArrayList<JoinedListen.Part>();
    wanted.forEach((server, topics) -> add(parts, visit, server, topics));
    return parts;
  }

  private static void add(
      Map<ServerName, Map<Topic, Wanted>> wanted, Target target, Topic topic, String called) {
    wanted
        .computeIfAbsent(target.server(), _ -> new LinkedHashMap<>())
        .put(topic, new Wanted(target, called));
  }

  /**
   * Checks that the caller may still hear all that it hears.
   *
   * @throws Refused when it may not
   */
  static void check(List<JoinedListen.Part> parts, Caller caller, Snapshot now) {
    for (var part : parts) {
      for (var target : part.targets()) {
        if (!now.policy().mayList(caller, target)) {
          throw new Refused(
              new Refusal.Unknown(
                  target.primitive().noun(), target.name(), "not granted any more"));
        }
      }
    }
  }

  private static boolean isHeard(Visit visit, Directory directory, Target target) {
    return mayUse(visit, target)
        && directory
            .view(target.server())
            .filter(view -> view.about().capabilities().subscribes())
            .isPresent();
  }

  private static boolean mayUse(Visit visit, Target target) {
    var policy = visit.snapshot().policy();
    return policy.mayList(visit.caller(), target)
        && CallerLists.onRoute(visit.arrival().endpoint(), policy).test(target);
  }

  /** A server that cannot be reached is left out, and so not acknowledged. */
  private void add(
      List<JoinedListen.Part> parts, Visit visit, ServerName server, Map<Topic, Wanted> wanted) {
    Function<Waiting, Way> way = waiting -> way(visit, server, waiting);
    var topics = new LinkedHashMap<Topic, String>();
    var targets = new HashSet<Target>();
    wanted.forEach((topic, each) -> {
      topics.put(topic, each.called());
      targets.add(each.target());
    });
    try {
      parts.add(new JoinedListen.Part(server, topics, targets, way.apply(visit.waiting()), way));
    } catch (Refused notReached) {
      // Told by what is acknowledged.
    }
  }

  /** By the rules of this moment: a stream may be opened again long after it was asked for. */
  private Way way(Visit visit, ServerName name, Waiting waiting) {
    var now = snapshot.get();
    var server =
        now.catalogue()
            .reachable(name.text())
            .filter(each -> now.policy().mayReach(visit.caller(), name))
            .orElseThrow(() ->
                new Refused(new Refusal.Unknown("server", name.text(), "it is not to be heard")));
    return finding.way(visit, server, waiting);
  }
}
