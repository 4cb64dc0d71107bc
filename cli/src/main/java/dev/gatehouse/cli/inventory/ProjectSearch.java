package dev.gatehouse.cli.inventory;

import dev.gatehouse.core.clients.Place;
import dev.gatehouse.core.clients.Place.Os;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongConsumer;

/** Searches directories for settings of projects, breadth first, without following links. */
final class ProjectSearch {
  private static final int MOST_DIRECTORIES = 50_000;
  private static final int MOST_NAMES = 10_000;

  /** What programs put there, in great numbers; no project has its own settings in it. */
  private static final Set<String> SKIPPED =
      Set.of("node_modules", ".git", ".venv", "venv", "__pycache__", ".gradle", ".m2", ".cache");

  private final List<Place> places;
  private final Os os;
  private final LongConsumer reached;
  private int directories;

  /** Takes a file that may be there. */
  interface Looking {
    /**
     * Takes it.
     *
     * @param root what the file must lie in
     * @param base the directory that its path begins at
     * @param path with slashes, and perhaps a star
     */
    void look(Place place, Path root, Path base, String path);
  }

  private record Open(Path directory, int depth) {}

  ProjectSearch(List<Place> places, Os os, LongConsumer reached) {
    this.places = places;
    this.os = os;
    this.reached = reached;
  }

  /**
   * Searches a directory and those below it.
   *
   * @return false when there were too many of them
   */
  boolean through(Path root, int depth, Looking looking) {
    var open = new ArrayDeque<Open>();
    open.add(new Open(root, 0));
    while (!open.isEmpty()) {
      if (directories >= MOST_DIRECTORIES) {
        return false;
      }
      directories++;
      reached.accept(directories);
      var here = open.remove();
      var names = names(here.directory(), MOST_NAMES);
      lookAt(here.directory(), new HashSet<>(names), root, looking);
      if (here.depth() < depth) {
        names.stream()
            .filter(name -> !SKIPPED.contains(name))
            .map(here.directory()::resolve)
            .filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
            .forEach(path -> open.add(new Open(path, here.depth() + 1)));
      }
    }
    return true;
  }

  private void lookAt(Path directory, Set<String> names, Path root, Looking looking) {
    for (var place : places) {
      var file = Objects.requireNonNull(place.files().get(os));
      var slash = file.indexOf('/');
      if (names.contains(slash < 0 ? file : file.substring(0, slash))) {
        looking.look(place, root, directory, file);
      }
    }
  }

  /** The names in a directory, sorted, up to a bound; none when it cannot be read. */
  static List<String> names(Path directory, int most) {
    var names = new ArrayList<String>();
    try (var entries = Files.newDirectoryStream(directory)) {
      for (var entry : entries) {
        if (names.size() >= most) {
          break;
        }
        names.add(String.valueOf(entry.getFileName()));
      }
    } catch (IOException | DirectoryIteratorException | SecurityException _) {
      // Not there, or not for this user: nothing is in it for us.
      return List.of();
    }
    names.sort(null);
    return names;
  }
}
