package dev.gatehouse.core.sessions;

import dev.gatehouse.core.connections.Connections.Line;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.upstream.Upstream;

/** Gives sessions of the legacy era the upstreams that they speak to. Thread-safe. */
@FunctionalInterface
public interface SessionUpstreams {
  /** The server itself, in the era that the session speaks. */
  SessionUpstreams THEMSELVES = (_, line) -> Given.itself(line);

  /**
   * An upstream for one session with this server. May block: for virtual threads only.
   *
   * @throws dev.gatehouse.core.refusal.Refused when there is none
   */
  Given give(Server server, Line line);

  /**
   * What a session was given.
   *
   * @param isBridge whether it only speaks for the server: it then outlives the server's processes
   *     and is closed by closing it
   */
  record Given(Upstream upstream, boolean isBridge) {
    /** The server's own line. */
    public static Given itself(Line line) {
      return new Given(line.acquire(), false);
    }

    /** What speaks for the server, and belongs to this session alone. */
    public static Given bridge(Upstream face) {
      return new Given(face, true);
    }

    void giveBack(Line line) {
      if (isBridge) {
        upstream.close();
      } else {
        line.release(upstream);
      }
    }
  }
}
