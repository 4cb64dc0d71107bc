package dev.gatehouse.server.desk;

import dev.gatehouse.core.connections.Ask;
import dev.gatehouse.core.connections.Connections;
import dev.gatehouse.core.connections.Eras;
import dev.gatehouse.core.connections.Messages;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.sessions.UpstreamSession;
import dev.gatehouse.core.waiting.Waiting;
import dev.gatehouse.protocol.Discovery;
import dev.gatehouse.protocol.Era;
import dev.gatehouse.protocol.Handshake;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson;
import java.time.Duration;
import java.util.Optional;

/**
 * How a server introduces itself; every word of it is a claim.
 *
 * @param version the revision that it would speak with us
 * @param implementation its own name and version, empty when it is silent
 * @param instructions what it says to models
 */
record Introduction(
    Era era, String version, Optional<String> implementation, Optional<String> instructions) {
  private static final Duration DEADLINE = Duration.ofSeconds(15);
  private static final int LONGEST = 200;

  /**
   * Asks the server. Blocks.
   *
   * @throws Refused with UpstreamDown when it does not say
   */
  static Introduction of(Server server, Connections connections, Eras eras) {
    try {
      return switch (eras.newest(server, Waiting.ALLOWED)) {
        case MODERN -> modern(server, connections);
        case LEGACY -> legacy(server, connections);
      };
    } catch (Malformed e) {
      throw down(server, "it does not introduce itself as MCP says: " + e.getMessage());
    }
  }

  private static Introduction modern(Server server, Connections connections) throws Malformed {
    var line = connections.to(server);
    line.refuseWhenDown();
    var asked = Ask.ask(line.shared(), Messages.discover(DEADLINE), DEADLINE);
    var result =
        asked.result().orElseThrow(() -> down(server, "server/discover: " + asked.inWords()));
    var said = Discovery.read(result.bytes(), StrictJson.Bounds.DEFAULT);
    return new Introduction(
        Era.MODERN,
        Messages.MODERN.text(),
        named(said.serverName(), said.serverVersion()),
        Optional.ofNullable(said.instructions()));
  }

  private static Introduction legacy(Server server, Connections connections) throws Malformed {
    var session = UpstreamSession.open(server, connections.to(server), Messages.legacyInitialize());
    try {
      session.initialized();
      var said = Handshake.read(session.hello().bytes(), StrictJson.Bounds.DEFAULT);
      return new Introduction(
          Era.LEGACY,
          session.version(),
          named(said.serverName(), said.serverVersion()),
          Optional.ofNullable(said.instructions()));
    } finally {
      session.close();
    }
  }

  private static Optional<String> named(String name, String version) {
    var both = (name + " " + version).replaceAll("[\\p{Cntrl}\\p{Cf}]", "?").strip();
    return Optional.of(both.length() <= LONGEST ? both : both.substring(0, LONGEST) + "…")
        .filter(text -> !text.isEmpty());
  }

  private static Refused down(Server server, String why) {
    return new Refused(new Refusal.UpstreamDown(server.name().text(), why, Duration.ofSeconds(5)));
  }
}
