package dev.gatehouse.core.artifacts;

import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What each kind of package must and must not say of itself. */
final class PackageRules {
  private static final Set<String> FROM_INDEX = Set.of("npm", "pypi", "nuget", "cargo");
  private static final Pattern TAGGED =
      Pattern.compile("[^\\s@]+(?::[\\w][\\w.-]{0,127}|(?::[\\w.-]+)?@sha256:[a-f0-9]{64})");

  private PackageRules() {}

  static void check(JsonNode pack, String path, Issues issues) {
    var type = pack.path("registryType").asString("");
    var identifier = pack.path("identifier").asString("");
    if (FROM_INDEX.contains(type)) {
      needs(pack, "version", path, "the version that is meant", issues);
      without(pack, "fileSha256", path, "the package index vouches for its files", issues);
    } else if (type.equals("oci")) {
      for (var name : new String[] {"registryBaseUrl", "version", "fileSha256"}) {
        without(pack, name, path, "an image says everything in its identifier", issues);
      }
      if (!TAGGED.matcher(identifier).matches()) {
        issues.add(
            Issue.semantic(
                path + ".identifier",
                "must be a whole reference with a tag or a digest, HOST/NAME:TAG",
                "package-oci"));
      }
    } else if (type.equals("mcpb")) {
      needs(pack, "fileSha256", path, "the SHA-256 of the file", issues);
      if (!identifier.startsWith("https://") || !identifier.contains("mcp")) {
        issues.add(
            Issue.semantic(
                path + ".identifier",
                "must be the https:// address of a file whose path holds mcp",
                "package-mcpb"));
      }
    } else {
      issues.add(
          Issue.linter(
              path + ".registryType",
              "is none of npm, pypi, nuget, cargo, oci and mcpb: clients will not know it",
              "package-type"));
    }
  }

  private static void needs(JsonNode pack, String name, String path, String what, Issues issues) {
    if (pack.path(name).asString("").isEmpty()) {
      issues.add(Issue.semantic(path + "." + name, "is missing: name " + what, "package-complete"));
    }
  }

  private static void without(JsonNode pack, String name, String path, String why, Issues issues) {
    if (pack.has(name)) {
      issues.add(Issue.semantic(path + "." + name, "leave it out: " + why, "package-surplus"));
    }
  }
}
