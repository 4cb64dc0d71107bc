package dev.gatehouse.core.views;

import dev.gatehouse.core.connections.Connections;
import dev.gatehouse.core.connections.Eras;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.waiting.Waiting;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
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
    private volatile @Nullable String fingerprint;
    private volatile @Nullable Watch watch;
    private volatile boolean ended;
    private boolean refreshing;
    private boolean again;

    /** Whether this caller is to fetch; otherwise somebody does so already. */
    synchronized boolean beginsFetching() {
      var first = !refreshing;
      refreshing = true;
      return first;
    }

    /** The same after a change: whoever fetches already may have missed it, and does it again. */
    synchronized boolean beginsFetchingAfterChange() {
      again = refreshing;
      return beginsFetching();
    }

    /** Whether it must be done once more: something has changed in the meantime. */
    synchronized boolean goesOn() {
      refreshing = again;
      again = false;
      return refreshing;
    }
  }

  private final ConcurrentHashMap<ServerName, Place> places = new ConcurrentHashMap<>();
  private final CopyOnWriteArrayList<Consumer<ServerName>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong version = new AtomicLong();
  private final ViewSource source;
  private final LongSupplier nanoTime;
  private volatile boolean closed;

  public Views(Connections connections, Eras eras, LongSupplier nanoTime) {
    this.source = new ViewSource(connections, eras, nanoTime);
    this.nanoTime = nanoTime;
  }

  /** Counts the changes: equal versions mean equal views. */
  public long version() {
    return version.get();
  }

  /** Tells the listener, on some virtual thread, each time the lists of a server have changed. */
  public void onChange(Consumer<ServerName> listener) {
    listeners.add(listener);
  }

  /** The view of one server, fetched when there is none. */
  public ServerView of(Server server, Waiting waiting) {
    var place = places.computeIfAbsent(server.name(), _ -> new Place());
    var view = place.view;
    if (view != null && server.connection().fingerprint().equals(place.fingerprint)) {
      if (view.freshUntil() - nanoTime.getAsLong() < 0) {
        refresh(server);
      }
      return view;
    }
    waiting.begins();
    return fetch(server, place, null);
  }

  /**
   * The views of these servers, in their order. Those that must be fetched are fetched side by
   * side.
   */
  public List<ServerView> of(Collection<Server> servers, Waiting waiting) {
    if (waiting == Waiting.ALLOWED) {
      fetchMissing(servers);
    }
    return servers.stream().map(server -> of(server, waiting)).toList();
  }

  private void fetchMissing(Collection<Server> servers) {
    var missing = servers.stream().filter(this::isMissing).toList();
    if (missing.size() > 1) {
      try (var side = Executors.newVirtualThreadPerTaskExecutor()) {
        missing.forEach(server -> side.execute(() -> of(server, Waiting.ALLOWED)));
      }
    }
  }

  private boolean isMissing(Server server) {
    var place = places.get(server.name());
    return place == null
        || place.view == null
        || !server.connection().fingerprint().equals(place.fingerprint);
  }

  /** What is known of the server without asking it. */
  public Optional<ServerView> known(ServerName server) {
    return Optional.ofNullable(places.get(server)).map(place -> place.view);
  }

  /** Fetches the server's lists again, in the background. */
  public void refresh(Server server) {
    var place = places.computeIfAbsent(server.name(), _ -> new Place());
    if (!closed && place.beginsFetching()) {
      fetchBehind(server, place);
    }
  }

  /** What a watch tells of a server that is no longer here wakes nobody. */
  private void changedAt(Server server, Place place) {
    if (!place.ended && place.beginsFetchingAfterChange()) {
      fetchBehind(server, place);
    }
  }

  private void fetchBehind(Server server, Place place) {
    Thread.ofVirtual().name("view-" + server.name()).start(() -> keepFetching(server, place));
  }

  private void keepFetching(Server server, Place place) {
    do {
      try {
        fetch(server, place, place.view);
      } catch (RuntimeException bug) {
        LOG.log(System.Logger.Level.ERROR, "a bug in fetching the lists of " + server.name(), bug);
      }
    } while (place.goesOn() && !place.ended);
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
      var fingerprint = server.connection().fingerprint();
      old = fingerprint.equals(place.fingerprint) ? place.view : null;
      if (old != null && !old.isTheSame(before)) {
        return old;
      }
      view = fetched(server, place, old);
      place.view = view;
      place.fingerprint = fingerprint;
    }
    // Listeners are told outside of the lock: they may ask for views themselves.
    if (old == null || !old.lists().equals(view.lists())) {
      changed(server.name());
    } else if (old.trouble().isPresent() != view.trouble().isPresent()) {
      version.incrementAndGet();
    }
    return view;
  }

  private ServerView fetched(Server server, Place place, @Nullable ServerView old) {
    var watched = place.watch;
    try {
      var fetch = source.fetch(server, watched, () -> changedAt(server, place));
      if (fetch.watch() != watched) {
        endWatch(watched);
        place.watch = fetch.watch();
      }
      if (closed || place.ended) {
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
