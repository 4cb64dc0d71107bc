package dev.gatehouse.core.views;

import dev.gatehouse.core.registry.Catalogue;
import dev.gatehouse.core.waiting.Waiting;
import dev.gatehouse.protocol.JsonRpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The directory of a catalogue, made again only when lists have changed. Thread-safe. */
public final class Directories {
  private static final System.Logger LOG = System.getLogger(Directories.class.getName());

  /** Old views are looked for at most this often, since looking goes through all of them. */
  private static final long BETWEEN_LOOKS = 100_000_000;

  /**
   * A directory that holds as long as catalogue and lists stay the same.
   *
   * @param lookAgain by the nano clock: when a view may have become too old
   */
  private record Made(Catalogue catalogue, long version, Directory directory, long lookAgain) {
    boolean isOf(Catalogue other, long otherVersion) {
      return catalogue == other && version == otherVersion;
    }
  }

  private final Views views;
  private volatile @Nullable Made made;

  public Directories(Views views) {
    this.views = views;
  }

  /** The directory of everything that the reachable servers offer now. */
  public Directory of(Catalogue catalogue, Waiting waiting) {
    var last = made;
    var version = views.version();
    var now = views.now();
    var holds = last != null && last.isOf(catalogue, version);
    if (last != null && holds && now - last.lookAgain < 0) {
      return last.directory;
    }
    // Asking for the views also sets off the refreshing of old ones.
    var current = views.of(catalogue.reachable(), waiting);
    var directory = last != null && holds ? last.directory : made(current, last);
    made = new Made(catalogue, version, directory, lookAgain(current, now));
    return directory;
  }

  /** Tells of resources that several servers offer, once as long as they are the same. */
  private static Directory made(List<ServerView> views, @Nullable Made last) {
    var directory = new Directory(views);
    var collisions = directory.collisions();
    if (!collisions.isEmpty()
        && (last == null || !last.directory.collisions().equals(collisions))) {
      var first = collisions.entrySet().iterator().next();
      LOG.log(
          System.Logger.Level.WARNING,
          "resources that several servers offer: {0}, for example {1} of {2}; on /mcp the first of"
              + " them has it",
          collisions.size(),
          JsonRpc.quote(first.getKey()),
          first.getValue());
    }
    return directory;
  }

  /** When the first view becomes old, but not before a little time has passed. */
  private static long lookAgain(List<ServerView> views, long now) {
    var wait = Long.MAX_VALUE / 2;
    for (var view : views) {
      wait = Math.min(wait, view.freshUntil() - now);
    }
    return now + Math.max(wait, BETWEEN_LOOKS);
  }
}
