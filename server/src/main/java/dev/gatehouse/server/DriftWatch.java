package dev.gatehouse.server;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.CallerFacts;
import dev.gatehouse.core.audit.Journal;
import dev.gatehouse.core.audit.NotRecorded;
import dev.gatehouse.core.gateway.Snapshot;
import dev.gatehouse.core.pins.Change;
import dev.gatehouse.core.pins.Definitions;
import dev.gatehouse.core.pins.Drift;
import dev.gatehouse.core.pins.PinnedServer;
import dev.gatehouse.core.registry.Pin;
import dev.gatehouse.core.registry.PinStore;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.store.StoreFailed;
import dev.gatehouse.core.telemetry.Telemetry;
import dev.gatehouse.core.views.ListKind;
import dev.gatehouse.core.views.ServerView;
import dev.gatehouse.core.views.Views;
import dev.gatehouse.server.desk.DriftDesk;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Has every server's definitions held against its pin whenever they were fetched, pins those that
 * nobody has seen yet, and records what is different. Thread-safe; blocks on the store and the
 * journal.
 */
final class DriftWatch implements DriftDesk {
  private static final System.Logger LOG = System.getLogger(DriftWatch.class.getName());
  private static final CallerFacts SELF = CallerFacts.of("gatehouse", null, null, null, List.of());
  private static final String FIRST_USE = "first use";
  private static final int MOST_NAMED = 10;
  private static final int LONGEST_NAME = 80;

  private final Supplier<Snapshot> snapshot;
  private final PinStore store;
  private final Views views;
  private final Journal journal;
  private final Telemetry telemetry;
  private final InstantSource clock;

  /** What was recorded last of each server; only of those that have changed. */
  private final ConcurrentHashMap<ServerName, String> recorded = new ConcurrentHashMap<>();

  /** Servers that are about to be looked at, since a client has heard of something new. */
  private final Set<ServerName> asked = ConcurrentHashMap.newKeySet();

  DriftWatch(
      Supplier<Snapshot> snapshot,
      PinStore store,
      Views views,
      Journal journal,
      Telemetry telemetry,
      InstantSource clock) {
    this.snapshot = snapshot;
    this.store = store;
    this.views = views;
    this.journal = journal;
    this.telemetry = telemetry;
    this.clock = clock;
  }

  /** The lists of a server have been fetched, or its pin is another. */
  void look(ServerName name) {
    var server = snapshot.get().catalogue().reachable(name.text());
    var view = views.known(name);
    if (server.isEmpty() || view.isEmpty() || view.get().trouble().isPresent()) {
      return;
    }
    var pinned = snapshot.get().pins().of(name);
    if (pinned.pin().isEmpty()) {
      pinFirst(server.get(), view.get());
      pinned = snapshot.get().pins().of(name);
    }
    pinned.look(view.get());
    record(name, pinned);
  }

  /** Everything that is known is looked at. */
  void lookAtAll() {
    snapshot.get().catalogue().reachable().forEach(server -> look(server.name()));
    recorded.keySet().removeIf(name -> snapshot.get().catalogue().reachable(name.text()).isEmpty());
  }

  /** Servers of which nothing has been heard for so long are asked again, in the background. */
  void askAgain(Duration after) {
    views.refreshOlder(snapshot.get().catalogue().reachable(), after);
  }

  /** A client was about to get what nobody knew of: the gateway looks itself. Returns at once. */
  void heard(ServerName name) {
    if (!asked.add(name)) {
      return; // a look that has not begun yet sees this as well
    }
    Thread.ofVirtual()
        .name("drift-" + name)
        .start(() -> {
          asked.remove(name);
          snapshot.get().catalogue().reachable(name.text()).ifPresent(views::refreshNow);
          look(name);
        });
  }

  @Override
  public PinnedServer of(ServerName name) {
    return snapshot.get().pins().of(name);
  }

  @Override
  public void lookedOnPurpose(ServerName name) {
    of(name).forgetRelayed();
    look(name);
  }

  /** How many servers are not what was pinned. */
  long drifting() {
    return recorded.size();
  }

  /** A server that lists no tools yet may only be slow to say: it is pinned when it has some. */
  private void pinFirst(Server server, ServerView view) {
    if (view.list(ListKind.TOOLS).isEmpty() && view.list(ListKind.PROMPTS).isEmpty()) {
      return;
    }
    var pin =
        Pin.bounded(
            server.name(),
            server.connection().fingerprint(),
            Definitions.of(view),
            FIRST_USE,
            clock.instant());
    try {
      var _ = store.pinFirst(pin);
    } catch (StoreFailed e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "what " + server.name() + " offers could not be pinned: " + e.getMessage());
    }
  }

  private void record(ServerName name, PinnedServer pinned) {
    var drift = pinned.drift();
    var pin = pinned.pin();
    if (drift.isEmpty() || pin.isEmpty()) {
      return;
    }
    if (drift.get().isNone()) {
      if (recorded.remove(name) != null) {
        append(name, pin.get(), drift.get(), "everything is as it was pinned again");
      }
      return;
    }
    var state = pin.get().definitionsHash() + inWords(drift.get());
    if (!state.equals(recorded.put(name, state))) {
      drift.get().changes().forEach(change -> telemetry.drifted(name.text(), word(change)));
      append(
          name,
          pin.get(),
          drift.get(),
          pinned.mode().name().toLowerCase(Locale.ROOT) + ": " + inWords(drift.get()));
    }
  }

  private void append(ServerName name, Pin pin, Drift drift, String note) {
    LOG.log(System.Logger.Level.WARNING, "the definitions of " + name + ": " + note);
    try {
      var _ =
          journal.append(
              new AuditEvent.Change(
                  SELF,
                  "server.drift",
                  name.text(),
                  pin.definitionsHash(),
                  drift.now().isEmpty() ? null : drift.now(),
                  note));
    } catch (NotRecorded e) {
      recorded.remove(name);
      LOG.log(System.Logger.Level.WARNING, "not recorded: " + e.getMessage());
    }
  }

  private static String inWords(Drift drift) {
    var named =
        drift.changes().stream()
            .limit(MOST_NAMED)
            .map(change ->
                word(change)
                    + " "
                    + change.kind().name().toLowerCase(Locale.ROOT)
                    + " "
                    + cut(change.name())
                    + change.now().map(hash -> " " + hash.substring(0, 12)).orElse(" gone"))
            .collect(Collectors.joining(", "));
    var more = drift.count() - Math.min(MOST_NAMED, drift.changes().size());
    return more > 0 ? named + " and " + more + " more" : named;
  }

  private static String word(Change change) {
    return change.meaning().name().toLowerCase(Locale.ROOT);
  }

  private static String cut(String name) {
    var plain = name.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    return plain.length() <= LONGEST_NAME ? plain : plain.substring(0, LONGEST_NAME) + "…";
  }
}
