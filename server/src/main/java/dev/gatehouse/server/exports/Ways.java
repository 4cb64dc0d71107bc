package dev.gatehouse.server.exports;

import dev.gatehouse.server.exports.Way.Need;
import dev.gatehouse.server.exports.Way.Value;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Finds the way to a server in its {@code server.json}: the first remote that can be written down
 * whole, over Streamable HTTP before SSE, or else the first package that can. What a publisher
 * wrote goes into settings of clients, which know no way to escape their variables; so where it
 * holds what a client would take for one, there is no way.
 */
final class Ways {
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");

  private Ways() {}

  /**
   * @param slug of the server, of which the names of variables are made
   */
  static Way of(JsonNode document, String slug) {
    for (var type : List.of("streamable-http", "sse")) {
      for (var remote : document.path("remotes").values()) {
        if (text(remote, "type").equals(type)) {
          var found = remote(remote, type, slug);
          if (found.isPresent()) {
            return found.get();
          }
        }
      }
    }
    Way last =
        new Way.None(
            document.path("remotes").isEmpty()
                ? "it has neither a remote nor a package"
                : "its address or headers leave something open");
    for (var offered : document.path("packages").values()) {
      last = Packages.way(offered);
      if (last instanceof Way.Launch) {
        return last;
      }
    }
    return last;
  }

  private static Optional<Way> remote(JsonNode remote, String type, String slug) {
    var url = text(remote, "url");
    if (!isWholeUrl(url)) {
      return Optional.empty();
    }
    var headers = new ArrayList<Need>();
    for (var header : remote.path("headers").values()) {
      var name = text(header, "name");
      if (!HEADER.matcher(name).matches()) {
        return Optional.empty();
      }
      need(header, name, variable(slug, name)).ifPresent(headers::add);
    }
    return headers.stream().allMatch(Ways::isPlain)
        ? Optional.of(new Way.Remote(type, url, headers))
        : Optional.empty();
  }

  /**
   * What must be given; empty for what may be left out.
   *
   * @param variable in which the user of a client may have it. Of a remote, never one that
   *     something else could be in: the value goes to a stranger
   */
  static Optional<Need> need(JsonNode input, String name, String variable) {
    var fixed = fixed(input);
    if (fixed.isPresent()) {
      return Optional.of(new Need(name, new Value.Fixed(fixed.get())));
    }
    return input.path("isRequired").asBoolean(false) || !text(input, "value").isEmpty()
        ? Optional.of(
            new Need(name, new Value.Asked("", variable, input.path("isSecret").asBoolean(false))))
        : Optional.empty();
  }

  /** The value of an input, when it is known without asking anybody. */
  static Optional<String> fixed(JsonNode input) {
    var value = text(input, "value");
    var known = value.isEmpty() ? text(input, "default") : value;
    var isTemplate = known.indexOf('{') >= 0 && isPlain(known);
    return known.isEmpty() || isTemplate ? Optional.empty() : Optional.of(known);
  }

  static boolean isPlain(Need need) {
    return !(need.value() instanceof Value.Fixed(var text)) || isPlain(text);
  }

  /** Whether no client would see a variable in it. */
  static boolean isPlain(String text) {
    return !text.contains("${") && text.chars().noneMatch(Character::isISOControl);
  }

  /** A whole address: neither a template, nor a pattern in a list of allowed addresses. */
  static boolean isWholeUrl(String url) {
    if (url.isEmpty() || url.indexOf('*') >= 0 || !isPlain(url)) {
      return false;
    }
    try {
      var read = new URI(url);
      var isWeb = "https".equals(read.getScheme()) || "http".equals(read.getScheme());
      return isWeb && read.getHost() != null && read.getRawUserInfo() == null;
    } catch (URISyntaxException _) {
      return false;
    }
  }

  static String text(JsonNode node, String member) {
    var value = node.path(member);
    return value.isString() ? value.asString() : "";
  }

  private static String variable(String slug, String header) {
    return ("MCP_" + slug + "_" + header).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }
}
