package dev.gatehouse.server.exports;

import dev.gatehouse.server.http.Json;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The registry of Kiro and Amazon Q: one file, read at start and every 24 hours. Names have no
 * slash; each server has exactly one remote or one package, of npm, PyPI or OCI, over standard
 * input and output, with positional arguments only.
 *
 * @see <a href="https://kiro.dev/docs/enterprise/governance/mcp/">MCP governance</a>
 */
final class KiroFile implements Export {
  private static final Set<String> TYPES = Set.of("npm", "pypi", "oci");
  private static final Set<String> MEMBERS =
      Set.of(
          "registryType",
          "registryBaseUrl",
          "identifier",
          "version",
          "transport",
          "packageArguments",
          "runtimeArguments",
          "environmentVariables");

  @Override
  public String file() {
    return "kiro.json";
  }

  @Override
  public ObjectNode of(Stock stock) {
    var file = Json.MAPPER.createObjectNode();
    var servers = file.putArray("servers");
    for (var offer : stock.offers()) {
      var server =
          Json.MAPPER
              .createObjectNode()
              .put("name", offer.slug())
              .put("title", offer.title())
              .put("description", offer.description())
              .put("version", offer.version().version());
      if (offer.way() instanceof Way.Remote remote) {
        server.putArray("remotes").addObject().put("type", remote.type()).put("url", remote.url());
        servers.addObject().set("server", server);
      } else {
        packageOf(offer.document())
            .ifPresent(one -> {
              server.putArray("packages").add(one);
              servers.addObject().set("server", server);
            });
      }
    }
    return file;
  }

  private static Optional<ObjectNode> packageOf(JsonNode document) {
    for (var offered : document.path("packages").values()) {
      if (offered instanceof ObjectNode one && fits(one)) {
        return Optional.of(one.deepCopy().retain(MEMBERS));
      }
    }
    return Optional.empty();
  }

  private static boolean fits(ObjectNode one) {
    var type = Ways.text(one, "registryType");
    return TYPES.contains(type)
        && Packages.way(one) instanceof Way.Launch
        && arePositional(one.path("packageArguments"))
        && arePositional(one.path("runtimeArguments"));
  }

  private static boolean arePositional(JsonNode arguments) {
    return arguments.values().stream()
        .allMatch(argument -> Ways.text(argument, "type").equals("positional"));
  }
}
