package dev.gatehouse.core.artifacts;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The shape of {@code server.json}, as its schema of 2025-12-11 describes it.
 *
 * @see <a
 *     href="https://github.com/modelcontextprotocol/registry/blob/main/docs/reference/server-json/generic-server-json.md">server.json</a>
 */
final class ServerShape {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+");
  private static final Pattern WEB_URL = Pattern.compile("https?://\\S+");
  private static final Pattern SHA256 = Pattern.compile("[a-f0-9]{64}");
  private static final Pattern SIZE = Pattern.compile("\\d+x\\d+|any");
  private static final int LONGEST_NAME = 200;

  static final Shape NEWEST = document();

  private ServerShape() {}

  private static Shape document() {
    return Shape.members()
        .must(
            "name",
            Shape.text(
                ServerShape::isName,
                "must be NAMESPACE/NAME of letters, digits, . _ and -, 3 to 200"))
        .must("description", Shape.text(1, 100))
        .must("version", Shape.text(0, 255))
        .may("$schema", Shape.uri())
        .may("title", Shape.text(1, 100))
        .may("websiteUrl", Shape.uri())
        .may("repository", repository())
        .may("icons", Shape.list(icon()))
        .may("packages", Shape.list(pack()))
        .may("remotes", Shape.list(remote()))
        .may("_meta", Shape.members().may(ServerDocument.PUBLISHER_PROVIDED, Shape.object()));
  }

  private static boolean isName(String text) {
    return text.length() >= 3 && text.length() <= LONGEST_NAME && NAME.matcher(text).matches();
  }

  private static Shape repository() {
    return Shape.members()
        .must("url", Shape.uri())
        .must("source", Shape.text())
        .may("id", Shape.text())
        .may("subfolder", Shape.text());
  }

  private static Shape icon() {
    return Shape.members()
        .must("src", Shape.uri(255))
        .may(
            "mimeType",
            Shape.oneOf("image/png", "image/jpeg", "image/jpg", "image/svg+xml", "image/webp"))
        .may("sizes", Shape.list(matching(SIZE, "must be WIDTHxHEIGHT or any")))
        .may("theme", Shape.oneOf("light", "dark"));
  }

  private static Shape pack() {
    return Shape.members()
        .must("registryType", Shape.text())
        .must("identifier", Shape.text())
        .must("transport", localTransport())
        .may("registryBaseUrl", Shape.uri())
        .may(
            "version",
            Shape.text(
                text -> !text.isEmpty() && !text.equals("latest"),
                "must be one version, and not latest"))
        .may("fileSha256", matching(SHA256, "must be 64 hex digits in lower case"))
        .may("runtimeHint", Shape.text())
        .may("runtimeArguments", Shape.list(argument()))
        .may("packageArguments", Shape.list(argument()))
        .may("environmentVariables", Shape.list(keyValue()));
  }

  private static Shape localTransport() {
    var shapes = new LinkedHashMap<String, Shape>();
    shapes.put("stdio", Shape.members());
    shapes.put("streamable-http", webTransport());
    shapes.put("sse", webTransport());
    return Shape.byType(shapes);
  }

  private static Shape remote() {
    var shape = webTransport().may("variables", Shape.map(input()));
    var shapes = new LinkedHashMap<String, Shape>();
    shapes.put("streamable-http", shape);
    shapes.put("sse", shape);
    return Shape.byType(shapes);
  }

  private static Shape.Members webTransport() {
    return Shape.members()
        .must("url", matching(WEB_URL, "must be a URL with http or https"))
        .may("headers", Shape.list(keyValue()));
  }

  private static Shape argument() {
    return Shape.byType(
        Map.of(
            "named",
            Shape.members()
                .with(inputWithVariables())
                .must("name", Shape.text())
                .may("isRepeated", Shape.flag()),
            "positional",
            positional()));
  }

  private static Shape positional() {
    var members =
        Shape.members()
            .with(inputWithVariables())
            .may("valueHint", Shape.text())
            .may("isRepeated", Shape.flag());
    return (value, path, issues) -> {
      members.check(value, path, issues);
      if (!value.has("value") && !value.has("valueHint")) {
        issues.add(Issue.schema(path, "a positional argument needs value or valueHint"));
      }
    };
  }

  private static Shape keyValue() {
    return Shape.members().with(inputWithVariables()).must("name", Shape.text());
  }

  private static Shape.Members inputWithVariables() {
    return input().may("variables", Shape.map(input()));
  }

  private static Shape.Members input() {
    return Shape.members()
        .may("description", Shape.text())
        .may("isRequired", Shape.flag())
        .may("isSecret", Shape.flag())
        .may("format", Shape.oneOf("string", "number", "boolean", "filepath"))
        .may("value", Shape.text())
        .may("default", Shape.text())
        .may("placeholder", Shape.text())
        .may("choices", Shape.list(Shape.text()));
  }

  private static Shape matching(Pattern pattern, String words) {
    return Shape.text(text -> pattern.matcher(text).matches(), words);
  }
}
