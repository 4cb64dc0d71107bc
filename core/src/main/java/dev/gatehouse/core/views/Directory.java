package dev.gatehouse.core.views;

import dev.gatehouse.core.registry.NameTable;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.core.views.ServerView.Offer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /**
   * @param views in the order of their servers' names
   */
  public Directory(List<ServerView> views) {
    this.views = List.copyOf(views);
    this.tools = NameTable.of(targets(ListKind.TOOLS).toList());
    this.prompts = NameTable.of(targets(ListKind.PROMPTS).toList());
    targets(ListKind.RESOURCES).forEach(target -> owners.putIfAbsent(target.name(), target));
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
        .filter(offer -> kind != ListKind.RESOURCES || seen.add(offer.target().name()));
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
