package dev.gatehouse.core.connections;

import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a server announces, or a client declares.
 *
 * @param names of its capabilities
 * @param listChanges whether it tells when any of its lists changes
 * @param subscribes whether it tells when a resource changes that somebody asked to hear of
 * @param extensions names of the extensions that it has
 */
public record Capabilities(
    Set<String> names, boolean listChanges, boolean subscribes, Set<String> extensions) {
  /** Nothing at all. */
  public static final Capabilities NONE = new Capabilities(Set.of(), false, false, Set.of());

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int MOST_EXTENSIONS = 100;

  public Capabilities {
    names = Set.copyOf(names);
    extensions = Set.copyOf(extensions);
  }

  /** Reads the {@code capabilities} object; what cannot be read announces nothing. */
  public static Capabilities of(String json) {
    try {
      var root = JSON.readTree(json);
      var names = new TreeSet<String>();
      var listChanges = false;
      for (var entry : root.properties()) {
        names.add(entry.getKey());
        listChanges |= entry.getValue().path("listChanged").asBoolean(false);
      }
      var extensions = new TreeSet<String>();
      for (var entry : root.path("extensions").properties()) {
        if (extensions.size() < MOST_EXTENSIONS) {
          extensions.add(entry.getKey());
        }
      }
      var subscribes = root.path("resources").path("subscribe").asBoolean(false);
      return new Capabilities(names, listChanges, subscribes, extensions);
    } catch (JacksonException e) {
      return NONE;
    }
  }
}
