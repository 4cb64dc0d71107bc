package dev.gatehouse.core.views;

import dev.gatehouse.core.connections.Ask;
import dev.gatehouse.core.connections.Capabilities;
import dev.gatehouse.core.connections.Connections;
import dev.gatehouse.core.connections.Eras;
import dev.gatehouse.core.connections.Messages;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.sessions.UpstreamSession;
import dev.gatehouse.core.views.ViewFetch.Failed;
import dev.gatehouse.core.waiting.Waiting;
import dev.gatehouse.protocol.Discovery;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Era;
import dev.gatehouse.protocol.Handshake;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.ParamHeaders;
import dev.gatehouse.protocol.StrictJson;
import dev.gatehouse.protocol.ToolDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where views come from: asks a server in its era for its lists, and sets a watch where the server
 * tells when they change. Lists are asked for with every client capability declared, so that none
 * is missing for a client that has it.
 */
final class ViewSource {
  private static final System.Logger LOG = System.getLogger(ViewSource.class.getName());
  private static final Duration UNNAMED = Duration.ofMinutes(1);
  private static final Duration WATCHED = Duration.ofMinutes(10);
  private static final Duration SHORTEST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);
  private static final Duration DISCOVERY = Duration.ofSeconds(15);

  /**
   * A fetched view.
   *
   * @param watch what tells of changes, null when nothing does
   */
  record Fetch(ServerView view, @Nullable Watch watch) {}

  private final Connections connections;
  private final Eras eras;
  private final LongSupplier nanoTime;

  ViewSource(Connections connections, Eras eras, LongSupplier nanoTime) {
    this.connections = connections;
    this.eras = eras;
    this.nanoTime = nanoTime;
  }

  /** When to try again after a failure, by the nano clock. */
  long afterFailure() {
    return nanoTime.getAsLong() + AFTER_FAILURE.toNanos();
  }

  /**
   * Fetches.
   *
   * @param watched the watch that stands already, null for none
   * @param onChange what a new watch calls
   * @param before what was fetched last, null when nothing was
   */
  Fetch fetch(
      Server server, @Nullable Watch watched, Runnable onChange, @Nullable ServerView before)
      throws Failed {
    try {
      return eras.newest(server, Waiting.ALLOWED) == Era.MODERN
          ? modern(server, watched, onChange, before)
          : legacy(server, watched, onChange, before);
    } catch (Refused refused) {
      if (refused.refusal() instanceof Refusal.EraMismatch) {
        eras.forget(server); // what was known of it holds no more: the next fetch asks
      }
      throw refused;
    }
  }

  private Fetch modern(
      Server server, @Nullable Watch watched, Runnable onChange, @Nullable ServerView before)
      throws Failed {
    var line = connections.to(server);
    line.refuseWhenDown();
    var upstream = line.shared();
    var asked = Ask.ask(upstream, Messages.discover(DISCOVERY), DISCOVERY);
    if (asked.failure() != null) {
      line.breaker().failed();
      line.renewWhenEnded(upstream, asked.failure());
    }
    if (asked.result().isEmpty()) {
      if (asked.answer() != null) {
        eras.forget(server);
      }
      throw new Failed("server/discover: " + asked.inWords());
    }
    line.breaker().succeeded();
    var said = announced(server, asked.result().get());
    var found = Capabilities.of(said.capabilitiesJson());
    var fetched = new ViewFetch(server, upstream, ViewFetch.modern(), before).fetch(found.names());
    var watch = watched != null && watched.isOpen() ? watched : null;
    if (watch == null && found.listChanges()) {
      watch = Watch.modern(upstream, onChange);
    }
    var about = about(found, said.instructions(), fetched);
    return new Fetch(view(server, fetched, watch, headers(server, fetched), about), watch);
  }

  private static About about(
      Capabilities capabilities, @Nullable String instructions, ViewFetch.Fetched fetched) {
    var apps = new HashMap<String, List<String>>();
    for (var offer : fetched.lists().getOrDefault(ListKind.TOOLS, List.of())) {
      var uri = ToolDefinition.uiResource(offer.item().json(), StrictJson.Bounds.DEFAULT);
      if (uri != null) {
        apps.computeIfAbsent(uri, _ -> new ArrayList<>()).add(offer.target().name());
      }
    }
    return new About(capabilities, Optional.ofNullable(instructions), fetched.ttl(), apps);
  }

  private static About about(UpstreamSession session, ViewFetch.Fetched fetched) {
    try {
      var hello = Handshake.read(session.hello().bytes(), StrictJson.Bounds.DEFAULT);
      return about(session.capabilities(), hello.instructions(), fetched);
    } catch (Malformed e) {
      throw new IllegalStateException("the session began with this answer", e);
    }
  }

  /** What the tools ask to see in headers; a tool that breaks the rules about them is told of. */
  private static Map<String, ParamHeaders> headers(Server server, ViewFetch.Fetched fetched) {
    var headers = new HashMap<String, ParamHeaders>();
    for (var offer : fetched.lists().getOrDefault(ListKind.TOOLS, List.of())) {
      var plan = ToolDefinition.headers(offer.item().json(), StrictJson.Bounds.DEFAULT);
      if (!plan.isValid()) {
        LOG.log(
            System.Logger.Level.WARNING,
            "a tool of " + server.name() + " is not offered: " + plan.problem());
      }
      if (!plan.isValid() || !plan.params().isEmpty()) {
        // Of two tools of one name, one that breaks the rules decides.
        headers.merge(offer.target().name(), plan, (first, next) -> first.isValid() ? next : first);
      }
    }
    return headers;
  }

  private Discovery.Answer announced(Server server, Envelope answer) throws Failed {
    try {
      return Discovery.read(answer.bytes(), StrictJson.Bounds.DEFAULT);
    } catch (Malformed e) {
      eras.forget(server); // some answer every method that they do not know with a result
      throw new Failed("server/discover: " + e.getMessage());
    }
  }

  private Fetch legacy(
      Server server, @Nullable Watch watched, Runnable onChange, @Nullable ServerView before)
      throws Failed {
    if (watched != null && watched.isOpen() && watched.session() != null) {
      return new Fetch(view(server, watched.session(), watched, before), watched);
    }
    var session = UpstreamSession.open(server, connections.to(server), Messages.legacyInitialize());
    @Nullable Watch watch = null;
    try {
      session.initialized();
      if (session.capabilities().listChanges()) {
        watch = Watch.legacy(session, onChange);
      }
      return new Fetch(view(server, session, watch, before), watch);
    } finally {
      if (watch == null) {
        session.close();
      }
    }
  }

  private static ViewFetch.Fetched lists(UpstreamSession session, @Nullable ServerView before)
      throws Failed {
    var capabilities = session.capabilities().names();
    ViewFetch.Asking asking =
        (idText, method, cursor, deadline) ->
            session.message(Messages.legacyRequest(idText, method, cursor), deadline);
    return new ViewFetch(session.server(), session.upstream(), asking, before).fetch(capabilities);
  }

  private ServerView view(
      Server server, UpstreamSession session, @Nullable Watch watch, @Nullable ServerView before)
      throws Failed {
    var fetched = lists(session, before);
    return view(server, fetched, watch, Map.of(), about(session, fetched));
  }

  private ServerView view(
      Server server,
      ViewFetch.Fetched fetched,
      @Nullable Watch watch,
      Map<String, ParamHeaders> headers,
      About about) {
    var ttl = lifetime(fetched.ttl(), watch != null);
    return new ServerView(
        server.name(),
        fetched.lists(),
        nanoTime.getAsLong() + ttl.toNanos(),
        Optional.empty(),
        headers,
        about);
  }

  private static Duration lifetime(OptionalLong named, boolean watched) {
    if (named.isEmpty()) {
      return watched ? WATCHED : UNNAMED;
    }
    var ttl = Duration.ofMillis(Math.min(named.getAsLong(), LONGEST.toMillis()));
    var least = watched ? WATCHED : SHORTEST;
    return ttl.compareTo(least) < 0 ? least : ttl;
  }
}
