package dev.gatehouse.server;

import dev.gatehouse.core.policy.ArgumentType;
import dev.gatehouse.core.policy.ToolSchemas;
import dev.gatehouse.core.registry.Catalogue;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.core.views.ListKind;
import dev.gatehouse.core.views.ServerView;
import dev.gatehouse.core.views.Views;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson;
import dev.gatehouse.protocol.ToolDefinition;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The arguments of tools that are known at this moment, for checking conditions against them. */
final class KnownSchemas {
  private KnownSchemas() {}

  /** Of the reachable servers, as far as their lists have been fetched. */
  static ToolSchemas of(Catalogue catalogue, Views views) {
    var arguments = new HashMap<Target, Map<String, ArgumentType>>();
    for (var server : catalogue.reachable()) {
      views
          .known(server.name())
          .ifPresent(view -> view.list(ListKind.TOOLS).forEach(offer -> add(offer, arguments)));
    }
    return new ToolSchemas(arguments);
  }

  /** A tool that takes more arguments than it names says nothing about those that are not named. */
  private static void add(
      ServerView.Offer offer, Map<Target, Map<String, ArgumentType>> arguments) {
    try {
      var tool = ToolDefinition.read(offer.item().json(), StrictJson.Bounds.DEFAULT);
      if (tool.isClosed()) {
        var types = new HashMap<String, ArgumentType>();
        tool.arguments().forEach((name, argument) -> types.put(name, type(argument.types())));
        arguments.put(offer.target(), types);
      }
    } catch (Malformed e) {
      // A definition that cannot be read tells nothing about arguments.
    }
  }

  private static ArgumentType type(Set<ToolDefinition.JsonType> types) {
    return types.size() == 1
        ? ArgumentType.valueOf(types.iterator().next().name().replace("NULL", "ANY"))
        : ArgumentType.ANY;
  }
}
