package dev.gatehouse.core.gateway;

import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.core.views.Views;
import java.util.List;

/**
 * Resources that hosts show as the interface of a tool. Servers need not list them: a tool names
 * its own, and who may call the tool may read it.
 *
 * @see <a href="https://modelcontextprotocol.io/extensions/apps/overview">MCP Apps</a>
 */
final class AppResources {
  private static final String SCHEME = "ui://";

  private final Views views;

  AppResources(Views views) {
    this.views = views;
  }

  /** The tools that name what this request reads; none when it reads anything else. */
  List<Target> tools(Visit visit, Target target) {
    if (target.primitive() != Primitive.RESOURCE
        || !target.name().startsWith(SCHEME)
        || !visit.method().equals("resources/read")) {
      return List.of();
    }
    return visit
        .snapshot()
        .catalogue()
        .reachable(target.server().text())
        .map(server -> views.of(server, visit.waiting()).appTools(target.name()))
        .orElse(List.of());
  }
}
