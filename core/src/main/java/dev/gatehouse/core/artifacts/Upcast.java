package dev.gatehouse.core.artifacts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings a {@code server.json} of an older schema to the newest, one step at a time. What it does
 * not know stays as it is.
 */
final class Upcast {
  static final String NEWEST = "2025-12-11";
  private static final String SEED = "2025-05-16";

  private static final Pattern SCHEMA =
      Pattern.compile(
          "https?://[^/]+/schemas/(\\d{4}-\\d{2}-\\d{2})/server\\.schema\\.json(?:#.*)?");
  static final String NEWEST_SCHEMA =
      "https://static.modelcontextprotocol.io/schemas/" + NEWEST + "/server.schema.json";

  /** What was written with underscores before 2025-09-16. */
  private static final Map<String, String> CAMELS =
      Map.ofEntries(
          Map.entry("registry_type", "registryType"),
          Map.entry("registry_base_url", "registryBaseUrl"),
          Map.entry("environment_variables", "environmentVariables"),
          Map.entry("package_arguments", "packageArguments"),
          Map.entry("runtime_arguments", "runtimeArguments"),
          Map.entry("runtime_hint", "runtimeHint"),
          Map.entry("file_sha256", "fileSha256"),
          Map.entry("website_url", "websiteUrl"),
          Map.entry("is_required", "isRequired"),
          Map.entry("is_secret", "isSecret"),
          Map.entry("is_repeated", "isRepeated"),
          Map.entry("value_hint", "valueHint"));

  /**
   * One step.
   *
   * @param from the schema that it takes
   */
  private record Step(String from, UnaryOperator<ObjectNode> change) {}

  private static final List<Step> STEPS =
      List.of(
          new Step(SEED, Upcast::fromSeed),
          new Step("2025-07-09", Upcast::camels),
          new Step("2025-09-16", Upcast::withoutStatus));

  private Upcast() {}

  /**
   * The date of the schema that a document names, or that its members betray; empty when it is
   * unknown.
   */
  static Optional<String> schemaDate(JsonNode document) {
    var match = SCHEMA.matcher(document.path("$schema").asString(""));
    if (match.matches()) {
      return Optional.of(match.group(1));
    }
    return document.has("version_detail") ? Optional.of(SEED) : Optional.empty();
  }

  /** The same document in its newest form; what is empty in it has gone. */
  static ObjectNode toNewest(ObjectNode document) {
    var since = schemaDate(document).orElse(NEWEST);
    var changed = document.deepCopy();
    for (var step : STEPS) {
      if (step.from().compareTo(since) >= 0) {
        changed = step.change().apply(changed);
      }
    }
    withoutEmpty(changed);
    changed.put("$schema", NEWEST_SCHEMA);
    return changed;
  }

  private static ObjectNode fromSeed(ObjectNode seed) {
    var detail = seed.remove("version_detail");
    seed.remove("id");
    if (detail != null && detail.has("version")) {
      seed.set("version", detail.get("version"));
    }
    each(
        seed.path("packages"),
        pack -> {
          renamed(pack, "registry_name", "registry_type");
          renamed(pack, "name", "identifier");
          if (!pack.has("transport")) {
            pack.set("transport", JsonNodeFactory.instance.objectNode().put("type", "stdio"));
          }
        });
    each(
        seed.path("remotes"),
        remote -> {
          renamed(remote, "transport_type", "type");
          if ("streamable".equals(remote.path("type").asString(""))) {
            remote.put("type", "streamable-http");
          }
        });
    return seed;
  }

  private static ObjectNode camels(ObjectNode document) {
    var meta = document.remove("_meta");
    inCamels(document);
    if (meta != null) {
      document.set("_meta", meta);
    }
    return document;
  }

  /** Names of variables are somebody's own words; what they hold is not. */
  private static void inCamels(JsonNode value) {
    if (value instanceof ObjectNode object) {
      CAMELS.forEach((before, after) -> renamed(object, before, after));
      object
          .properties()
          .forEach(member -> {
            if (member.getKey().equals("variables")) {
              member.getValue().forEach(Upcast::inCamels);
            } else {
              inCamels(member.getValue());
            }
          });
    } else if (value instanceof ArrayNode list) {
      list.forEach(Upcast::inCamels);
    }
  }

  /** Since 2025-09-29 the status stands beside the document. */
  private static ObjectNode withoutStatus(ObjectNode document) {
    document.remove("status");
    if (document.get("_meta") instanceof ObjectNode meta) {
      meta.remove(ServerDocument.OFFICIAL);
    }
    return document;
  }

  private static void withoutEmpty(ObjectNode document) {
    for (var name : List.of("repository", "title", "websiteUrl", "icons", "packages", "remotes")) {
      var value = document.get(name);
      if (value != null && (value.isNull() || isEmpty(value))) {
        document.remove(name);
      }
    }
    each(
        document.path("packages"),
        pack -> {
          if ("latest".equals(pack.path("version").asString("")) || isEmptyText(pack, "version")) {
            pack.remove("version");
          }
          List.of("fileSha256", "registryBaseUrl", "runtimeHint")
              .forEach(name -> {
                if (isEmptyText(pack, name)) {
                  pack.remove(name);
                }
              });
        });
  }

  private static boolean isEmptyText(ObjectNode object, String name) {
    var value = object.get(name);
    return value != null && value.isString() && value.asString().isEmpty();
  }

  /** Nothing at all, or an object in which nothing is said. */
  private static boolean isEmpty(JsonNode value) {
    if (value.isString()) {
      return value.asString().isEmpty();
    }
    return value.isContainer()
        && value.valueStream().allMatch(member -> value.isObject() && isEmpty(member));
  }

  private static void renamed(ObjectNode object, String before, String after) {
    var value = object.remove(before);
    if (value != null && !object.has(after)) {
      object.set(after, value);
    }
  }

  private static void each(JsonNode list, Consumer<ObjectNode> change) {
    for (var item : list) {
      if (item instanceof ObjectNode object) {
        change.accept(object);
      }
    }
  }
}
