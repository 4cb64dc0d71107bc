package dev.gatehouse.core.clients;

import dev.gatehouse.core.clients.EntryReader.Where;
import dev.gatehouse.core.inventory.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;

/** Makes servers of the bytes of a client's settings. Safe for use by many threads. */
public final class SettingsReader {
  /** The most servers that are read of one file. */
  public static final int MOST_ENTRIES = 500;

  /** The largest file, in bytes. */
  public static final int MOST_BYTES = SettingsText.MOST_BYTES;

  private static final String EXTENSION = "mcp_config";

  private final EntryReader entries;
  private final Homes homes;

  /**
   * @param marks by which secrets are known again
   * @param homes whose names are taken out of paths
   */
  public SettingsReader(Marks marks, Homes homes) {
    this.entries = new EntryReader(marks, homes);
    this.homes = homes;
  }

  /**
   * The servers in a file, at most {@link #MOST_ENTRIES}.
   *
   * @param shown how the file is named in what comes out
   * @throws NotUnderstood when it is not of the form that this place has
   */
  public List<Found> read(Place place, String shown, byte[] bytes) throws NotUnderstood {
    var root = SettingsText.read(bytes, place.form().language());
    var found = new ArrayList<Found>();
    for (var path : place.form().paths()) {
      descend(
          root,
          path,
          "",
          (servers, project) -> {
            var where = new Where(place.client(), shown, homes.shortened(project));
            each(root, servers, where, found);
          });
    }
    return found;
  }

  /**
   * Calls for each node at the end of the path; where a step is a star, its name is the project.
   */
  private static void descend(
      JsonNode node, List<String> path, String project, BiConsumer<JsonNode, String> consumer) {
    if (path.isEmpty()) {
      consumer.accept(node, project);
    } else if (path.getFirst().equals("*")) {
      for (var member : node.properties()) {
        descend(member.getValue(), path.subList(1, path.size()), member.getKey(), consumer);
      }
    } else {
      descend(node.path(path.getFirst()), path.subList(1, path.size()), project, consumer);
    }
  }

  private void each(JsonNode root, JsonNode servers, Where where, List<Found> found) {
    if (servers.isArray()) {
      for (var entry : servers.values()) {
        add(where, entry.path("name").asString("?"), entry, found);
      }
      return;
    }
    for (var member : servers.properties()) {
      // An extension has one server, and its name is that of the extension.
      var name =
          member.getKey().equals(EXTENSION)
              ? root.path("name").asString(EXTENSION)
              : member.getKey();
      add(where, name, member.getValue(), found);
    }
  }

  private void add(Where where, String name, JsonNode entry, List<Found> found) {
    if (entry.isObject() && found.size() < MOST_ENTRIES) {
      entries.read(where, name, entry).ifPresent(found::add);
    }
  }
}
