package dev.gatehouse.core.connections;

import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a server announces.
 *
 * @param names of its capabilities
 * @param listChanges whether it tells when any of its lists changes
 */
public record Capabilities(Set<String> names, boolean listChanges) {
  private static final JsonMapper JSON = JsonMapper.shared();

  public Capabilities {
    names = Set.copyOf(names);
  }

  /** Reads the {@code capabilities} object; what cannot be read announces nothing. */
  public static Capabilities of(String json) {
    try {
      var names = new TreeSet<String>();
      var listChanges = false;
      for (var entry : JSON.readTree(json).properties()) {
        names.add(entry.getKey());
        listChanges |= entry.getValue().path("listChanged").asBoolean(false);
      }
      return new Capabilities(names, listChanges);
    } catch (JacksonException e) {
      return new Capabilities(Set.of(), false);
    }
  }
}
