package dev.gatehouse.cli.inventory;

import dev.gatehouse.core.clients.Homes;
import dev.gatehouse.core.clients.Marks;
import dev.gatehouse.core.clients.NotUnderstood;
import dev.gatehouse.core.clients.Place;
import dev.gatehouse.core.clients.Places;
import dev.gatehouse.core.clients.SettingsReader;
import dev.gatehouse.core.inventory.Found;
import dev.gatehouse.core.inventory.Report;
import dev.gatehouse.core.inventory.Report.Unread;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Looks through a home and directories for the settings of clients. What cannot be read is said of
 * in the report, and the scan goes on. Blocks on I/O; to be run once.
 */
public final class Scan {
  /** The most files that are opened. */
  private static final int MOST_FILES = 5_000;

  /** The most entries of a directory that a star stands for. */
  private static final int MOST_ENTRIES = 1_000;

  private final Scope scope;
  private final Homes homes;
  private final SettingsReader reader;
  private final LongConsumer reached;
  private final Set<Path> seen = new HashSet<>();
  private final List<Found> found = new ArrayList<>();
  private final List<Unread> unread = new ArrayList<>();
  private int files;

  /**
   * @param salt by which secrets are marked
   * @param reached hears how many directories have been looked through
   */
  public Scan(Scope scope, byte[] salt, LongConsumer reached) {
    this.scope = scope;
    this.homes = new Homes(scope.home().stream().flatMap(Scan::spellings).toList());
    this.reader = new SettingsReader(new Marks(salt), homes);
    this.reached = reached;
  }

  private static Stream<String> spellings(Path home) {
    try {
      return Stream.of(home.toString(), home.toRealPath().toString()).distinct();
    } catch (IOException _) {
      return Stream.of(home.toString());
    }
  }

  /**
   * Looks everywhere.
   *
   * @param device what it is called in the report
   * @param program the version of this program
   * @throws IllegalArgumentException when there is more than a report takes
   */
  public Report report(String device, String program) {
    scope.device().ifPresent(root -> all(Place.Scope.DEVICE, root));
    scope.home().ifPresent(root -> all(Place.Scope.HOME, root));
    var search = new ProjectSearch(places(Place.Scope.PROJECT), scope.os(), reached);
    for (var directory : scope.directories()) {
      var ended = search.through(directory, scope.depth(), this::expand);
      if (!ended) {
        notRead("", directory, "the search ended early: there are too many directories below");
      }
    }
    return new Report(device, program, files, found, unread);
  }

  private static List<Place> places(Place.Scope wanted) {
    return Places.ALL.stream().filter(place -> place.scope() == wanted).toList();
  }

  private void all(Place.Scope wanted, Path root) {
    for (var place : places(wanted)) {
      expand(place, root, root, Objects.requireNonNull(place.files().get(scope.os())));
    }
  }

  /** A star is any one name. */
  private void expand(Place place, Path root, Path base, String path) {
    var star = path.indexOf('*');
    if (star < 0) {
      look(place, root, base.resolve(path));
      return;
    }
    var slash = path.indexOf('/', star);
    var folder = base.resolve(path.substring(0, path.lastIndexOf('/', star) + 1));
    var last = path.substring(path.lastIndexOf('/', star) + 1, slash < 0 ? path.length() : slash);
    for (var name : matching(folder, last)) {
      var rest = slash < 0 ? name : name + path.substring(slash);
      expand(place, root, folder, rest);
    }
  }

  private static List<String> matching(Path folder, String glob) {
    var star = glob.indexOf('*');
    var head = glob.substring(0, star);
    var tail = glob.substring(star + 1);
    return ProjectSearch.names(folder, MOST_ENTRIES).stream()
        .filter(name -> name.startsWith(head) && name.endsWith(tail) && name.indexOf('*') < 0)
        .toList();
  }

  /** Looks at one file, when there is one. */
  private void look(Place place, Path root, Path written) {
    try {
      var opened = SafeFile.read(root, written);
      if (opened.isEmpty() || !seen.add(opened.get().path())) {
        return;
      }
      if (files >= MOST_FILES) {
        notRead(place.client(), written, "more than " + MOST_FILES + " files; scan less at once");
        return;
      }
      files++;
      found.addAll(reader.read(place, homes.shortened(written.toString()), opened.get().bytes()));
    } catch (SafeFile.NotRead | NotUnderstood e) {
      notRead(place.client(), written, String.valueOf(e.getMessage()));
    }
  }

  private void notRead(String client, Path file, String why) {
    if (unread.size() < Report.MOST_UNREAD) {
      unread.add(new Unread(client, homes.shortened(file.toString()), why));
    }
  }
}
