package dev.gatehouse.core.views;

import dev.gatehouse.core.registry.Catalogue;
import dev.gatehouse.core.waiting.Waiting;
import org.jspecify.annotations.Nullable;

/** The directory of a catalogue, made again only when lists have changed. Thread-safe. */
public final class Directories {
  private record Made(Catalogue catalogue, long version, Directory directory) {}

  private final Views views;
  private volatile @Nullable Made made;

  public Directories(Views views) {
    this.views = views;
  }

  /** The directory of everything that the reachable servers offer now. */
  public Directory of(Catalogue catalogue, Waiting waiting) {
    var last = made;
    var version = views.version();
    // Asking for the views also sets off the refreshing of old ones, so it is done every time.
    var current = views.of(catalogue.reachable(), waiting);
    if (last != null && last.catalogue == catalogue && last.version == version) {
      return last.directory;
    }
    var directory = new Directory(current);
    made = new Made(catalogue, version, directory);
    return directory;
  }
}
