package dev.gatehouse.core.views;

import dev.gatehouse.core.connections.Connections;
import dev.gatehouse.core.connections.Eras;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.waiting.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The lists of all servers, kept at hand. A list is fetched when first needed, again when its time
 * has passed or its server says that it changed; until the new one is there, the old one serves. A
 * server that fails keeps its old lists and delays nobody. Thread-safe.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/server/utilities/caching">caching</a>
 */
public final class Views implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Views.class.getName());

  /** One server's place: its view and what keeps it fresh. */
  private static final class Place {
    private final Object fetching = new Object();
    private volatile @Nullable ServerView view;
    private volatile @Nullable Connection connection;
    private volatile @Nullable Watch watch;
    private volatile long fetchedAt;
    private volatile boolean refreshing;
    private volatile boolean again;
    private volatile boolean ended;

    /** When lists that have never been there were first asked for; null when they are there. */
    private volatile @Nullable Long askedSince;
  }

  /** The least time between two fetches that a server asks for by saying that it changed. */
  private static final long GAP = Duration.ofSeconds(1).toNanos();

  private static final long PATIENCE = Duration.ofSeconds(2).toNanos();

  private final ConcurrentHashMap<ServerName, Place> places = new ConcurrentHashMap<>();
  private final CopyOnWriteArrayList<Consumer<ServerName>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong version = new AtomicLong();
  private final ViewSource source;
  private final LongSupplier nanoTime;
  private final LongConsumer pause;
  private volatile boolean closed;

  public Views(Connections connections, Eras eras, LongSupplier nanoTime) {
    this(connections, eras, nanoTime, Views::pause);
  }

  /**
   * @param pause lets this many nanoseconds pass
   */
  Views(Connections connections, Eras eras, LongSupplier nanoTime, LongConsumer pause) {
    this.pause = pause;
    this.source = new ViewSource(connections, eras, nanoTime);
    this.nanoTime = nanoTime;
  }

  /** The nano clock by which views stay fresh. */
  long now() {
    return nanoTime.getAsLong();
  }

  /** Counts the changes: equal versions mean equal views. */
  public long version() {
    return version.get();
  }

  /** Tells the listener, on some virtual thread, each time the lists of a server have changed. */
  public void onChange(Consumer<ServerName> listener) {
    listeners.add(listener);
  }

  /**
   * The view of one server. When there is none it is fetched and waited for, two seconds from the
   * first request on; then, until it comes, the server counts as one in trouble and nobody waits.
   */
  public ServerView of(Server server, Waiting waiting) {
    var place = places.get(server.name());
    var view = place == null ? null : place.view;
    return place != null
            && view != null
            && Objects.equals(server.connection(), place.connection)
            && view.freshUntil() - nanoTime.getAsLong() >= 0
        ? view
        : present(server, waiting);
  }

  /**
   * The views of these servers, in their order. Those that must be fetched are fetched side by
   * side.
   */
  public List<ServerView> of(Collection<Server> servers, Waiting waiting) {
    servers.stream().filter(this::isMissing).forEach(this::ask);
    return servers.stream().map(server -> present(server, waiting)).toList();
  }

  private Place ask(Server server) {
    var place = places.computeIfAbsent(server.name(), _ -> new Place());
    if (place.askedSince == null) {
      place.askedSince = nanoTime.getAsLong();
    }
    refresh(server, place, false);
    return place;
  }

  private ServerView present(Server server, Waiting waiting) {
    // Asked for once more: the place may have been given up in the meantime, and then nobody comes.
    var place =
        isMissing(server) ? ask(server) : places.computeIfAbsent(server.name(), _ -> new Place());
    if (isMissing(server) && mayWait(place)) {
      waiting.begins();
      await(server, place);
    }
    var view = place.view;
    if (view == null || isMissing(server)) {
      return ServerView.empty(server.name(), "its lists have not come yet", nanoTime.getAsLong());
    }
    if (view.freshUntil() - nanoTime.getAsLong() < 0) {
      refresh(server);
    }
    return view;
  }

  private boolean mayWait(Place place) {
    var since = place.askedSince;
    return since == null || nanoTime.getAsLong() - since < PATIENCE;
  }

  /** Waits for a fetch that is on its way; whoever has fetched tells. */
  private void await(Server server, Place place) {
    synchronized (place) {
      while (isMissing(server) && mayWait(place) && !closed && !place.ended) {
        try {
          place.wait(100);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  private boolean isMissing(Server server) {
    var place = places.get(server.name());
    return place == null || place.view == null || !server.connection().equals(place.connection);
  }

  /** What is known of the server without asking it. */
  public Optional<ServerView> known(ServerName server) {
    return Optional.ofNullable(places.get(server)).map(place -> place.view);
  }

  /**
   * The resources of this server that others offer too, as last fetched, and those servers in order
   * of their names. Goes through all lists: not for the way of a call.
   */
  public Map<String, List<ServerName>> elsewhere(ServerView of) {
    var mine = new HashSet<String>();
    of.eachResource(mine::add);
    var found = new TreeMap<String, List<ServerName>>();
    for (var entry : places.entrySet()) {
      var view = entry.getValue().view;
      if (view != null && !mine.isEmpty() && !entry.getKey().equals(of.server())) {
        view.eachResource(uri -> {
          if (mine.contains(uri)) {
            found.computeIfAbsent(uri, _ -> new ArrayList<>()).add(view.server());
          }
        });
      }
    }
    found.replaceAll((_, servers) -> servers.stream().distinct().sorted().toList());
    return found;
  }

  /** How long ago what is known of the server was asked for; empty when nothing is known. */
  public Optional<Duration> age(ServerName server) {
    return Optional.ofNullable(places.get(server))
        .filter(place -> place.view != null)
        .map(place -> Duration.ofNanos(nanoTime.getAsLong() - place.fetchedAt));
  }

  /** Fetches the lists that were asked for longer ago than this again, in the background. */
  public void refreshOlder(Collection<Server> servers, Duration than) {
    for (var server : servers) {
      if (age(server.name()).filter(age -> age.compareTo(than) > 0).isPresent()) {
        refresh(server);
      }
    }
  }

  /** Fetches the server's lists again, in the background. */
  public void refresh(Server server) {
    var place = places.computeIfAbsent(server.name(), _ -> new Place());
    refresh(server, place, false);
  }

  /**
   * @param again whether what is being fetched at this moment may be old already: then it is
   *     fetched once more
   */
  private void refresh(Server server, Place place, boolean again) {
    synchronized (place) {
      if (closed || place.ended || place.refreshing) {
        place.again |= again;
        return;
      }
      place.refreshing = true;
      place.again = false;
    }
    Thread.ofVirtual().name("view-" + server.name()).start(() -> fetches(server, place, again));
  }

  /** However often the server says that it changed, the last change is fetched, and not sooner. */
  private void fetches(Server server, Place place, boolean changed) {
    var more = true;
    var paced = changed;
    while (more) {
      try {
        if (paced) {
          waitForGap(place);
        }
        fetch(server, place, place.view);
      } catch (RuntimeException bug) {
        LOG.log(System.Logger.Level.ERROR, "a bug in fetching the lists of " + server.name(), bug);
      } finally {
        synchronized (place) {
          more = place.again && !closed && !place.ended;
          place.again = false;
          place.refreshing = more;
        }
      }
      paced = true;
    }
  }

  private void waitForGap(Place place) {
    var left = place.fetchedAt + GAP - nanoTime.getAsLong();
    if (place.view != null && left > 0) {
      pause.accept(Math.min(left, GAP));
    }
    synchronized (place) {
      place.again = false; // what has changed until now, the next fetch will see
    }
  }

  private static void pause(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Fetches the server's lists again and waits for them. For virtual threads. */
  public ServerView refreshNow(Server server) {
    var place = places.computeIfAbsent(server.name(), _ -> new Place());
    return fetch(server, place, place.view);
  }

  /** Forgets the servers that are not among these. */
  public void retain(Collection<ServerName> servers) {
    for (var entry : places.entrySet()) {
      if (!servers.contains(entry.getKey()) && places.remove(entry.getKey(), entry.getValue())) {
        end(entry.getValue());
        changed(entry.getKey());
      }
    }
  }

  /** Fetches, unless another thread has replaced the view {@code before} in the meantime. */
  private ServerView fetch(Server server, Place place, @Nullable ServerView before) {
    ServerView old;
    ServerView view;
    synchronized (place.fetching) {
      var connection = server.connection();
      old = connection.equals(place.connection) ? place.view : null;
      if (old != null && !old.isTheSame(before)) {
        return old;
      }
      view = fetched(server, place, old);
      place.fetchedAt = nanoTime.getAsLong();
      place.view = view;
      place.connection = connection;
      synchronized (place) {
        place.askedSince = null;
        place.notifyAll();
      }
    }
    // Listeners are told outside of the lock: they may ask for views themselves.
    if (old == null || !old.saysTheSameAs(view)) {
      changed(server.name());
    } else if (old.trouble().isPresent() != view.trouble().isPresent()) {
      version.incrementAndGet();
    }
    return view;
  }

  private ServerView fetched(Server server, Place place, @Nullable ServerView old) {
    var watched = place.watch;
    try {
      var fetch = source.fetch(server, watched, () -> refresh(server, place, true), old);
      if (fetch.watch() != watched) {
        endWatch(watched);
        place.watch = fetch.watch();
      }
      if (closed || place.ended) {
        // It has gone in the meantime: nobody else would end the watch.
        endWatch(fetch.watch());
        place.watch = null;
      }
      return fetch.view();
    } catch (ViewFetch.Failed | Refused e) {
      endWatch(watched);
      place.watch = null;
      var again = source.afterFailure();
      var why = e instanceof Refused refused ? refused.refusal().toString() : e.getMessage();
      var said = why == null ? "" : why;
      return old == null
          ? ServerView.empty(server.name(), said, again)
          : old.inTrouble(said, again);
    }
  }

  private void changed(ServerName server) {
    version.incrementAndGet();
    listeners.forEach(listener -> listener.accept(server));
  }

  private static void end(Place place) {
    place.ended = true;
    endWatch(place.watch);
  }

  private static void endWatch(@Nullable Watch watch) {
    if (watch != null) {
      watch.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    places.values().forEach(Views::end);
    places.clear();
  }
}
