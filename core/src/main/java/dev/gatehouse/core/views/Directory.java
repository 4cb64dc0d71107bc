package dev.gatehouse.core.views;

import dev.gatehouse.core.registry.NameTable;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.core.views.ServerView.Offer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The names under which everything that all servers offer stands side by side: tools and prompts by
 * their table, resources by their URIs, each of which belongs to the first server, in order of
 * names, that lists it. Immutable.
 */
public final class Directory {
  private final List<ServerView> views;
  private final NameTable tools;
  private final NameTable prompts;
  private final Map<String, Target> owners = new HashMap<>();
  private final Map<String, List<ServerName>> collisions = new TreeMap<>();

  /**
   * @param views in the order of their servers' names
   */
  public Directory(List<ServerView> views) {
    this.views = List.copyOf(views);
    this.tools = NameTable.of(targets(ListKind.TOOLS).toList());
    this.prompts = NameTable.of(targets(ListKind.PROMPTS).toList());
    for (var view : this.views) {
      view.list(ListKind.RESOURCES).forEach(offer -> own(view.server(), offer.target().name()));
      view.about().apps().keySet().forEach(uri -> own(view.server(), uri));
    }
  }

  /** The first server by name that lists a resource, or whose tools name it, owns it. */
  private void own(ServerName server, String uri) {
    var owner = owners.putIfAbsent(uri, new Target(server, Primitive.RESOURCE, uri));
    if (owner != null && !owner.server().equals(server)) {
      collisions.computeIfAbsent(uri, _ -> new ArrayList<>(List.of(owner.server()))).add(server);
    }
  }

  /**
   * The resources that several servers offer under one URI, each with those servers; the first one
   * owns it, and the others' cannot be read here.
   */
  public Map<String, List<ServerName>> collisions() {
    return Collections.unmodifiableMap(collisions);
  }

  /** What one server offers, empty for a server that is not there. */
  public Optional<ServerView> view(ServerName server) {
    return views.stream().filter(view -> view.server().equals(server)).findFirst();
  }

  /** The tools of its server that show this resource; none for others. */
  public List<Target> appTools(Target resource) {
    return view(resource.server()).map(view -> view.appTools(resource.name())).orElse(List.of());
  }

  private Stream<Target> targets(ListKind kind) {
    return offers(kind).map(Offer::target);
  }

  /**
   * Everything in one list of all servers, without what another server owns and without tools that
   * must not be offered.
   */
  public Stream<Offer> offers(ListKind kind) {
    var seen = new LinkedHashSet<String>();
    return views.stream()
        .flatMap(view -> view.list(kind).stream().filter(view::isOffered))
        .filter(offer ->
            kind != ListKind.RESOURCES
                || (offer.target().equals(owners.get(offer.target().name()))
                    && seen.add(offer.target().name())));
  }

  /** The views that it was made from. */
  public List<ServerView> views() {
    return views;
  }

  /** What a tool or prompt is called here; a resource keeps its URI. */
  public String name(Target target) {
    return switch (target.primitive()) {
      case TOOL -> tools.name(target);
      case PROMPT -> prompts.name(target);
      case RESOURCE -> target.name();
    };
  }

  /** What a name or URI stands for, or empty. */
  public Optional<Target> find(Primitive primitive, String name) {
    return switch (primitive) {
      case TOOL -> tools.target(name);
      case PROMPT -> prompts.target(name);
      case RESOURCE -> resource(name);
    };
  }

  private Optional<Target> resource(String uri) {
    var owner = owners.get(uri);
    if (owner != null) {
      return Optional.of(owner);
    }
    return offers(ListKind.TEMPLATES)
        .filter(offer -> UriTemplate.matches(offer.target().name(), uri))
        .findFirst()
        .map(offer -> new Target(offer.target().server(), Primitive.RESOURCE, uri));
  }
}
