package dev.gatehouse.server.settings;

import java.util.Map;
import java.util.Optional;

/**
 * Settings that were read without a problem, and where in the file each of them stands.
 *
 * @param settings what the file says
 * @param from the file as it was named, or {@code none (defaults)}
 * @param places where each path stands
 */
public record Loaded(Settings settings, String from, Map<String, Place> places) {
  /** What {@link #from} says when there is no file. */
  public static final String NO_FILE = "none (defaults)";

  private static final String SUGGESTS = "Did you mean \"";

  public Loaded {
    places = Map.copyOf(places);
  }

  /**
   * A problem that a room found later, such as a condition that does not compile, put where its
   * setting stands in the file.
   *
   * @param path as in a {@code Source}, perhaps with a key behind it: {@code
   *     roles.a.grants[1].when}
   */
  public Problem problem(String path, String what, Optional<String> suggestion) {
    var place = Place.START;
    for (var known = path; !known.isEmpty(); known = parent(known)) {
      var found = places.get(known);
      if (found != null) {
        place = found;
        break;
      }
    }
    return new Problem(from, place.line(), place.column(), path, what, suggestion);
  }

  /** What the policy says of one of its rules, put where the rule stands in the file. */
  public Problem problem(dev.gatehouse.core.policy.Problem found) {
    var remedy = found.remedy();
    var isSuggestion = remedy.startsWith(SUGGESTS) && remedy.endsWith("\"?");
    var suggestion =
        isSuggestion
            ? Optional.of(remedy.substring(SUGGESTS.length(), remedy.length() - 2))
            : Optional.<String>empty();
    var what = isSuggestion ? found.message() : found.message() + " " + remedy;
    return problem(found.source().path(), what.strip(), suggestion);
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
  }
}
