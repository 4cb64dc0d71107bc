package dev.gatehouse.core.artifacts;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What the schema cannot say about a {@code server.json} that is to be published. The messages name
 * the remedy: they are what a publisher sees.
 *
 * @see <a
 *     href="https://github.com/modelcontextprotocol/registry/blob/main/docs/reference/server-json/official-registry-requirements.md">what
 *     the public registry asks</a>
 */
final class PublishCheck {
  private static final int MOST_META_BYTES = 4_096;
  private static final Pattern FOLDER = Pattern.compile("[\\w.-]+(?:/[\\w.-]+)*");

  private final JsonNode document;
  private final PublishRules rules;
  private final Issues issues = new Issues();

  private PublishCheck(JsonNode document, PublishRules rules) {
    this.document = document;
    this.rules = rules;
  }

  /** All that stands in the way, or could be better, in the order of the document. */
  static Issues of(JsonNode document, PublishRules rules) {
    var check = new PublishCheck(document, rules);
    check.schema();
    ServerShape.NEWEST.check(document, "", check.issues);
    if (document.isObject()) {
      check.names();
      check.links();
      check.repository();
      each(document.path("packages"), "packages", check::pack);
      each(document.path("remotes"), "remotes", check::remote);
      check.meta();
      check.whole();
    }
    return check.issues;
  }

  private void schema() {
    var date = Upcast.schemaDate(document);
    if (date.isEmpty()) {
      error(
          "$schema",
          "names no schema of server.json; write " + Upcast.NEWEST_SCHEMA,
          "schema-known");
    } else if (!date.get().equals(Upcast.NEWEST)) {
      error("$schema", "is of " + date.get() + "; write " + Upcast.NEWEST_SCHEMA, "schema-newest");
    }
  }

  private void names() {
    ServerNameRules.flaw(text("name")).ifPresent(flaw -> error("name", flaw, "name-format"));
    VersionOrder.flaw(text("version")).ifPresent(flaw -> error("version", flaw, "version-exact"));
  }

  private void links() {
    var website = text("websiteUrl");
    if (!website.isEmpty() && !isWeb(website)) {
      error("websiteUrl", "must begin with https:// or http://", "website-url");
    }
    each(
        document.path("icons"),
        "icons",
        (icon, path) -> {
          if (!icon.path("src").asString("https:").startsWith("https:")) {
            error(path + ".src", "must begin with https://", "icon-https");
          }
        });
  }

  private void repository() {
    var repository = document.path("repository");
    if (!repository.isObject()) {
      return;
    }
    var source = repository.path("source").asString("");
    var url = repository.path("url").asString("");
    var isKnown = source.equals("github") || source.equals("gitlab");
    if (!isKnown && !rules.privateRemotes()) {
      error("repository.source", "must be github or gitlab", "repository-source");
    } else if (isKnown && !url.startsWith("https://" + source + ".com/")) {
      error("repository.url", "must begin with https://" + source + ".com/", "repository-url");
    }
    var folder = repository.path("subfolder").asString("");
    if (!folder.isEmpty() && (!FOLDER.matcher(folder).matches() || folder.contains(".."))) {
      error(
          "repository.subfolder",
          "must be a path inside the repository, without a slash at either end, and without ..",
          "repository-subfolder");
    }
  }

  private void pack(JsonNode pack, String path) {
    if (pack.path("identifier").asString("").contains(" ")) {
      error(path + ".identifier", "must hold no space", "package-identifier");
    }
    var known = new HashSet<String>();
    PackageRules.check(pack, path, issues);
    for (var list : List.of("runtimeArguments", "packageArguments")) {
      each(pack.path(list), path + "." + list, (argument, at) -> argument(argument, at, known));
    }
    each(
        pack.path("environmentVariables"),
        "",
        (variable, at) -> known.add(variable.path("name").asString("")));
    var transport = pack.path("transport");
    if (transport.path("type").asString("").equals("stdio")) {
      if (transport.has("url")) {
        error(path + ".transport.url", "stdio has no URL: leave it out", "transport-url");
      }
    } else {
      variables(transport.path("url").asString(""), path + ".transport.url", known);
    }
  }

  private void argument(JsonNode argument, String path, Set<String> known) {
    var name = argument.path("name").asString("");
    known.add(name);
    known.add(argument.path("valueHint").asString(""));
    argument.path("variables").properties().forEach(variable -> known.add(variable.getKey()));
    if (name.chars().anyMatch(letter -> " <>$".indexOf(letter) >= 0)) {
      error(
          path + ".name",
          "must hold no space, <, > or $; what follows it is its value",
          "argument-name");
    }
    if (!name.isEmpty() && argument.path("value").asString("").startsWith(name)) {
      error(path + ".value", "must not begin with the argument's own name", "argument-value");
    }
  }

  private void remote(JsonNode remote, String path) {
    var url = remote.path("url").asString("");
    var known = new HashSet<String>();
    remote.path("variables").properties().forEach(variable -> known.add(variable.getKey()));
    variables(url, path + ".url", known);
    if (!rules.privateRemotes()) {
      RemoteUrl.flaw(url).ifPresent(flaw -> error(path + ".url", flaw, "remote-public"));
    }
  }

  /** Whatever stands in braces must be something that a user is asked for. */
  private void variables(String url, String path, Set<String> known) {
    for (var name : RemoteUrl.variables(url)) {
      if (!known.contains(name)) {
        error(
            path,
            "{" + name + "} is declared nowhere: declare it under variables, or write the value",
            "url-variable");
      }
    }
  }

  private void meta() {
    var meta = document.path("_meta");
    var provided = meta.path(ServerDocument.PUBLISHER_PROVIDED);
    if (provided.isObject() && Documents.size(provided) > MOST_META_BYTES) {
      error(
          "_meta." + ServerDocument.PUBLISHER_PROVIDED,
          "has " + Documents.size(provided) + " bytes; at most " + MOST_META_BYTES + " are taken",
          "meta-size");
    }
    if (!rules.foreignMeta()) {
      meta.properties().stream()
          .filter(member -> !member.getKey().equals(ServerDocument.PUBLISHER_PROVIDED))
          .forEach(member ->
              error(
                  "_meta." + member.getKey(),
                  "only " + ServerDocument.PUBLISHER_PROVIDED + " may stand here",
                  "meta-foreign"));
    }
  }

  private void whole() {
    if (document.path("packages").isEmpty() && document.path("remotes").isEmpty()) {
      issues.add(
          Issue.linter(
              "", "names neither a package nor a remote: nobody can connect to it", "reachable"));
    }
  }

  private String text(String name) {
    return document.path(name).asString("");
  }

  private static boolean isWeb(String url) {
    return url.startsWith("https://") || url.startsWith("http://");
  }

  private void error(String path, String message, String reference) {
    issues.add(Issue.semantic(path, message, reference));
  }

  private static void each(JsonNode list, String path, BiConsumer<JsonNode, String> check) {
    for (var i = 0; i < list.size(); i++) {
      check.accept(list.get(i), path + "[" + i + "]");
    }
  }
}
