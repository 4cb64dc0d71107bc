package dev.gatehouse.server.admin;

import dev.gatehouse.core.registry.Approval;
import dev.gatehouse.core.registry.ApprovalDecision;
import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.registry.Connection.HttpTransport;
import dev.gatehouse.core.registry.DriftMode;
import dev.gatehouse.core.registry.Pin;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.Server.Sessions;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.StoredServer;
import dev.gatehouse.core.store.Stores;
import dev.gatehouse.protocol.Era;
import dev.gatehouse.server.http.Declined;
import dev.gatehouse.server.http.Problem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Servers of the settings file, to look at and approve, and of the store, to change. */
public final class StoredServerDesk implements ServerDesk {
  private static final long USUAL_DEADLINE_MS = 60_000;

  private final Stores stores;
  private final Supplier<? extends Collection<Server>> catalogue;
  private final Probes probes;
  private final InstantSource clock;

  /**
   * @param catalogue the servers as the gateway decides by them now; rebuilt when the stores tell
   *     of a change
   */
  public StoredServerDesk(
      Stores stores,
      Supplier<? extends Collection<Server>> catalogue,
      Probes probes,
      InstantSource clock) {
    this.stores = stores;
    this.catalogue = catalogue;
    this.probes = probes;
    this.clock = clock;
  }

  @Override
  public List<ServerView> all() {
    return catalogue.get().stream()
        .sorted(Comparator.comparing(Server::name))
        .map(one -> view(one, probes.drift(one).inAList(), probes.seen(one).map(SeenView::inAList)))
        .toList();
  }

  @Override
  public Optional<ServerView> show(String name) {
    return find(name).map(this::view);
  }

  @Override
  public ServerView add(NewServer wanted, String by) {
    var name = new ServerName(wanted.name());
    var taken = find(wanted.name());
    if (taken.isPresent()) {
      throw new Declined(
          Problem.conflict(
              "there is a server " + name + " already",
              taken.get().origin() == Server.Origin.FILE
                  ? "it is declared in the settings file; change it there, or choose another name"
                  : "remove that one first, or choose another name"));
    }
    var server =
        new StoredServer(
            name,
            new Connection.Http(
                wanted.url(),
                Optional.empty(),
                wanted.httpTransport().map(StoredServerDesk::transport).orElse(HttpTransport.AUTO)),
            wanted.era().map(text -> choice("era", text, Era.values())),
            wanted
                .sessions()
                .map(text -> choice("sessions", text, Sessions.values()))
                .orElse(Sessions.PER_CLIENT),
            Duration.ofMillis(wanted.deadlineMs().orElse(USUAL_DEADLINE_MS)),
            wanted.believePublic().orElse(false),
            by,
            clock.instant());
    // Nobody who approved a server of this name before had this one in mind.
    var _ = stores.approvals().revoke(name);
    stores.servers().put(server);
    return refresh(wanted.name());
  }

  @Override
  public void remove(String name) {
    var server = existing(name);
    if (server.origin() == Server.Origin.FILE) {
      throw new Declined(
          Problem.conflict(
              "the server " + name + " is declared in the settings file", "remove it there"));
    }
    var _ = stores.approvals().revoke(server.name());
    var _ = stores.servers().remove(server.name());
  }

  @Override
  public ServerView approve(String name, LookedAt lookedAt, String by) {
    var server = existing(name);
    var current = server.connection().fingerprint();
    var mode = lookedAt.drift().map(text -> choice("drift", text, DriftMode.values()));
    if (!current.equals(lookedAt.fingerprint())) {
      throw new Declined(
          Problem.conflict(
              "the server " + name + " is not what was looked at: its fingerprint is " + current,
              "look at it again, and approve what you see then"));
    }
    var seen = offered(server, lookedAt);
    var now = clock.instant();
    stores
        .approvals()
        .approve(
            new ApprovalDecision(server.name(), current, by, now, mode),
            seen.map(items -> Pin.bounded(server.name(), current, items, by, now)));
    return view(existing(name));
  }

  /** What the server offers at this moment, which must be what was looked at. */
  private Optional<List<Pin.Item>> offered(Server server, LookedAt lookedAt) {
    if (lookedAt.definitionsHash().isEmpty()) {
      if (probes.seen(server).flatMap(SeenView::definitionsHash).isPresent()) {
        throw new Declined(
            Problem.conflict(
                "it is known what the server " + server.name() + " offers, and not what was seen",
                "send the definitionsHash that the server is shown with, so that exactly that is"
                    + " approved"));
      }
      return Optional.empty();
    }
    var look = probes.probe(server);
    var items =
        look.offered()
            .orElseThrow(() ->
                new Declined(
                    Problem.conflict(
                        "what the server "
                            + server.name()
                            + " offers cannot be compared with what was looked at: "
                            + look.seen().trouble().orElse("it does not say"),
                        "approve it when it answers")));
    if (!lookedAt.definitionsHash().get().equals(Pin.definitionsHash(items))) {
      throw new Declined(
          Problem.conflict(
              "the server " + server.name() + " offers something else by now than was looked at",
              "look at it again, and approve what you see then"));
    }
    return Optional.of(items);
  }

  @Override
  public ServerView disapprove(String name) {
    var server = existing(name);
    var wasThere = stores.approvals().revoke(server.name());
    var now = existing(name);
    if (now.approval() instanceof Approval.Approved) {
      throw new Declined(
          Problem.conflict(
              "the server " + name + " is still approved, by the settings file",
              "remove \"approved: true\" there"));
    }
    if (!wasThere) {
      throw new Declined(
          Problem.conflict("the server " + name + " is not approved", "nothing is to be done"));
    }
    return view(now);
  }

  @Override
  public ServerView refresh(String name) {
    var server = existing(name);
    var look = probes.probe(server);
    return view(server, probes.drift(server), Optional.of(look.seen()));
  }

  private Optional<Server> find(String name) {
    return catalogue.get().stream().filter(one -> one.name().text().equals(name)).findFirst();
  }

  private Server existing(String name) {
    return find(name)
        .orElseThrow(() -> new Declined(Problem.notFound("there is no server " + name)));
  }

  private ServerView view(Server server) {
    return view(server, probes.drift(server), probes.seen(server));
  }

  private static ServerView view(Server server, DriftView drift, Optional<SeenView> seen) {
    var http =
        server.connection() instanceof Connection.Http here
            ? Optional.of(here)
            : Optional.<Connection.Http>empty();
    var stdio =
        server.connection() instanceof Connection.Stdio here
            ? Optional.of(here)
            : Optional.<Connection.Stdio>empty();
    return new ServerView(
        server.name().text(),
        server.origin() == Server.Origin.FILE ? Origin.FILE : Origin.STORE,
        http.isPresent() ? "http" : "stdio",
        http.map(Connection.Http::url),
        http.map(Connection.Http::transport).map(StoredServerDesk::word),
        stdio.map(Connection.Stdio::command),
        server.connection().fingerprint(),
        approval(server.approval()),
        server.era().map(StoredServerDesk::word),
        word(server.sessions()),
        server.deadline().toMillis(),
        server.isPublicBelieved(),
        drift,
        seen);
  }

  private static ApprovalView approval(Approval approval) {
    return switch (approval) {
      case Approval.Approved(var by, var at) ->
          new ApprovalView(
              ApprovalState.APPROVED, Optional.of(by), Optional.of(at), Optional.empty());
      case Approval.Pending(var why) ->
          new ApprovalView(
              ApprovalState.PENDING, Optional.empty(), Optional.empty(), Optional.of(why));
    };
  }

  private static HttpTransport transport(String text) {
    if (text.equals("stdio")) {
      throw new Declined(
          Problem.unprocessable(
              "httpTransport stdio is not for a server at a URL",
              "write the server with stdio: into the settings file; the running gateway picks it up"
                  + " from there"));
    }
    return choice("httpTransport", text, HttpTransport.values());
  }

  private static <E extends Enum<E>> E choice(String member, String text, E[] choices) {
    return Arrays.stream(choices)
        .filter(one -> word(one).equals(text))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                member
                    + " is one of "
                    + Arrays.stream(choices)
                        .map(StoredServerDesk::word)
                        .collect(Collectors.joining(", "))));
  }

  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
