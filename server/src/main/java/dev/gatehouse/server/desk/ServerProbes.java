package dev.gatehouse.server.desk;

import dev.gatehouse.core.connections.Connections;
import dev.gatehouse.core.connections.Eras;
import dev.gatehouse.core.connections.UpstreamOpener;
import dev.gatehouse.core.pins.Definitions;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.registry.Pin;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.views.ListKind;
import dev.gatehouse.core.views.ServerView;
import dev.gatehouse.core.views.Views;
import dev.gatehouse.server.admin.DriftView;
import dev.gatehouse.server.admin.Probes;
import dev.gatehouse.server.admin.ServerDesk.SeenView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Probes over the gateway's own connections where a server is approved. One that is not is asked
 * through connections of its own that are thrown away afterwards, without the credential that it
 * would get, so that nothing of it is in use; a program that nobody approved is not started.
 * Thread-safe.
 */
public final class ServerProbes implements Probes {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** What is kept of servers beside the gateway's views; more are forgotten. */
  private static final int MOST_REMEMBERED = 10_000;

  /** What a probe found; without an introduction when the server could not be asked. */
  private record Found(
      SeenView seen, Optional<Introduction> said, Optional<List<Pin.Item>> offered) {}

  /** The hash of what this very view holds. */
  private record Hashed(ServerView view, String hash) {
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(ServerView other) {
      return view == other;
    }
  }

  private record Remembered(String fingerprint, Found found) {}

  private final UpstreamOpener opener;
  private final Connections connections;
  private final Eras eras;
  private final Views views;
  private final DriftDesk drifts;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final ConcurrentHashMap<ServerName, Remembered> remembered = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<ServerName, Hashed> hashes = new ConcurrentHashMap<>();

  public ServerProbes(
      UpstreamOpener opener,
      Connections connections,
      Eras eras,
      Views views,
      DriftDesk drifts,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.opener = opener;
    this.connections = connections;
    this.eras = eras;
    this.views = views;
    this.drifts = drifts;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  @Override
  public Optional<SeenView> seen(Server server) {
    var kept =
        Optional.ofNullable(remembered.get(server.name()))
            .filter(one -> one.fingerprint().equals(server.connection().fingerprint()))
            .map(Remembered::found);
    var view = server.isReachable() ? views.known(server.name()) : Optional.<ServerView>empty();
    return view.isEmpty()
        ? kept.map(Found::seen)
        : Optional.of(fresher(server.name(), view.get(), kept.flatMap(Found::said)));
  }

  /** The lists as the gateway has them now, and how the server introduced itself when probed. */
  private SeenView fresher(ServerName name, ServerView view, Optional<Introduction> said) {
    return seen(clock.instant().minus(views.age(name).orElse(Duration.ZERO)), view, said);
  }

  private SeenView seen(Instant at, ServerView view, Optional<Introduction> said) {
    return new SeenView(
        at,
        said.map(one -> one.era().name().toLowerCase(Locale.ROOT)),
        said.map(Introduction::version),
        said.flatMap(Introduction::implementation),
        view.list(ListKind.TOOLS).size(),
        view.list(ListKind.PROMPTS).size(),
        view.list(ListKind.RESOURCES).size() + view.list(ListKind.TEMPLATES).size(),
        view.trouble(),
        view.trouble().isEmpty() ? Optional.of(hash(view)) : Optional.empty(),
        Suspicions.in(view, said.flatMap(Introduction::instructions), views.elsewhere(view)),
        Descriptions.tools(view));
  }

  /** Views stay the same for long, and hashing one goes through all of it. */
  private String hash(ServerView view) {
    var known = hashes.get(view.server());
    if (known != null && known.isOf(view)) {
      return known.hash();
    }
    var hash = Pin.definitionsHash(Definitions.of(view));
    if (hashes.size() < MOST_REMEMBERED || known != null) {
      hashes.put(view.server(), new Hashed(view, hash));
    }
    return hash;
  }

  @Override
  public DriftView drift(Server server) {
    return DriftViews.of(server.drift(), drifts.of(server.name()));
  }

  @Override
  public Look probe(Server server) {
    if (server.connection() instanceof Connection.Stdio && !server.isReachable()) {
      return new Look(
          trouble("it is a program that nobody has approved, so it was not started").seen(),
          Optional.empty());
    }
    var found = server.isReachable() ? within(() -> live(server)) : apart(server);
    if (remembered.size() < MOST_REMEMBERED || remembered.containsKey(server.name())) {
      remembered.put(server.name(), new Remembered(server.connection().fingerprint(), found));
    }
    if (server.isReachable()) {
      drifts.lookedOnPurpose(server.name());
    }
    return new Look(found.seen(), found.offered());
  }

  private Found live(Server server) {
    return ask(server, connections, eras, views);
  }

  private Found apart(Server server) {
    try (var own = new Connections(opener, nanoTime, 1)) {
      var ownEras = new Eras(own, nanoTime);
      try (var ownViews = new Views(own, ownEras, nanoTime)) {
        return within(() -> ask(withoutCredential(server), own, ownEras, ownViews));
      }
    }
  }

  private static Server withoutCredential(Server server) {
    return server.connection() instanceof Connection.Http http
        ? server.through(new Connection.Http(http.url(), Optional.empty(), http.transport()))
        : server;
  }

  private Found ask(Server server, Connections via, Eras eras, Views views) {
    Introduction said;
    try {
      said = Introduction.of(server, via, eras);
    } catch (Refused refused) {
      return trouble(why(refused.refusal()));
    }
    var view = views.refreshNow(server);
    return new Found(
        seen(clock.instant(), view, Optional.of(said)),
        Optional.of(said),
        view.trouble().isEmpty() ? Optional.of(Definitions.of(view)) : Optional.empty());
  }

  /** Asks on a thread of its own: a server that goes on and on is not waited for. */
  private Found within(Supplier<Found> asking) {
    var answer = new CompletableFuture<Found>();
    var asker =
        Thread.ofVirtual()
            .name("probe")
            .start(() -> {
              try {
                answer.complete(asking.get());
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    try {
      return answer.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      asker.interrupt();
      return trouble("it did not answer everything within " + LONGEST.toSeconds() + " s");
    } catch (ExecutionException e) {
      return trouble("asking it failed: " + e.getCause());
    } catch (InterruptedException e) {
      asker.interrupt();
      Thread.currentThread().interrupt();
      return trouble("asking it was interrupted");
    }
  }

  private static String why(Refusal refusal) {
    return switch (refusal) {
      case Refusal.UpstreamDown(_, var cause, _) -> cause;
      case Refusal.EraMismatch(_, var ours, var theirs) ->
          "it speaks " + theirs + ", and was asked in " + ours;
      default -> refusal.kind();
    };
  }

  private Found trouble(String why) {
    return new Found(
        new SeenView(
            clock.instant(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            0,
            0,
            Optional.of(why),
            Optional.empty(),
            List.of(),
            List.of()),
        Optional.empty(),
        Optional.empty());
  }
}
