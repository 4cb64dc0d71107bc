package dev.gatehouse.core.connections;

import dev.gatehouse.core.connections.Connections.Line;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.Upstream;
import java.time.Duration;

/**
 * The opening of a session of the legacy era: {@code initialize} and what came of it. A server that
 * takes no POST at its URL is asked for the stream of HTTP+SSE, and so found out to be older.
 *
 * @param upstream where it was asked; for {@link Line#release}, whatever came of it
 * @param asked what came back
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#backwards-compatibility">backwards
 *     compatibility</a>
 */
public record Opening(Upstream upstream, Ask.Asked asked) {
  /**
   * Sends {@code initialize} and waits. Blocks: for virtual threads only.
   *
   * @throws dev.gatehouse.core.refusal.Refused when the server is known not to answer, or too many
   *     sessions have an upstream of their own
   */
  public static Opening of(Line line, byte[] initialize, Duration deadline) {
    return of(line, Messages.legacy(initialize, null, null, deadline));
  }

  /** The same with headers of its own. */
  static Opening of(Line line, Outgoing initialize) {
    line.refuseWhenDown();
    var way = line.overEvents();
    if (way.isFresh()) {
      var opening = ask(line, line.acquire(), initialize);
      if (opening.asked.result().isEmpty()) {
        way.forget();
      }
      return opening;
    }
    var opening = ask(line, line.acquire(), initialize);
    if (opening.asked.result().isPresent()) {
      way.found(false);
    } else if (way.isOpen() && takesNoPost(opening.asked)) {
      return askOverEvents(line, opening, initialize);
    }
    return opening;
  }

  /** The same with what speaks for a server. Blocks; closing it is left to the caller. */
  public static Opening at(Upstream face, byte[] initialize, Duration deadline) {
    return at(face, Messages.legacy(initialize, null, null, deadline));
  }

  private static Opening at(Upstream upstream, Outgoing initialize) {
    return new Opening(upstream, Ask.ask(upstream, initialize, initialize.deadlines().whole()));
  }

  private static Opening ask(Line line, Upstream upstream, Outgoing initialize) {
    try {
      return at(upstream, initialize);
    } catch (RuntimeException e) {
      line.release(upstream);
      throw e;
    }
  }

  private static Opening askOverEvents(Line line, Opening refused, Outgoing initialize) {
    var opening = ask(line, line.acquireStream(), initialize);
    if (opening.asked.result().isEmpty()) {
      line.release(opening.upstream);
      return refused; // which says more than that there is no stream either
    }
    line.overEvents().found(true);
    line.release(refused.upstream);
    return opening;
  }

  /** What a server of 2024-11-05 answers to a POST where only its stream is. */
  private static boolean takesNoPost(Ask.Asked asked) {
    var head = asked.head();
    return head != null
        && asked.answer() == null
        && (head.status() == 400 || head.status() == 404 || head.status() == 405);
  }
}
