package dev.gatehouse.core.identity;

import dev.gatehouse.core.kind.Doc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a fact stands in the claims of a token: names joined by dots, for example {@code
 * realm_access.roles}. A dot or backslash inside a name is written with a backslash before it:
 * {@code https://acme\.example/roles}.
 *
 * @param text the path as it stands in the settings, 1 to 500 characters
 */
@Doc(
    "Names of claims joined by dots; a dot inside a name has a backslash before it,"
        + " as in https://acme\\.example/roles.")
public record ClaimPath(String text) {
  /**
   * @throws IllegalArgumentException when a name is empty or a backslash escapes nothing
   */
  public ClaimPath {
    if (text.length() > 500) {
      throw new IllegalArgumentException("a claim path has 1 to 500 characters");
    }
    split(text);
  }

  /** The names one after another, unescaped. */
  List<String> names() {
    return split(text);
  }

  /** The value at the end of the path, empty when a name on the way leads nowhere. */
  static Optional<Object> find(Map<String, Object> claims, List<String> names) {
    Object here = claims;
    for (var name : names) {
      here = here instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return Optional.ofNullable(here);
  }

  private static List<String> split(String text) {
    var names = new ArrayList<String>();
    var name = new StringBuilder();
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '\\') {
        i++;
        if (i == text.length() || (text.charAt(i) != '.' && text.charAt(i) != '\\')) {
          throw new IllegalArgumentException(
              "in a claim path a backslash stands before a dot or a backslash only");
        }
        name.append(text.charAt(i));
      } else if (c == '.') {
        names.add(finished(name));
      } else {
        name.append(c);
      }
    }
    names.add(finished(name));
    return List.copyOf(names);
  }

  private static String finished(StringBuilder name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException(
          "a claim path has a name before and behind each dot; write \\. for a dot in a name");
    }
    var text = name.toString();
    name.setLength(0);
    return text;
  }
}
