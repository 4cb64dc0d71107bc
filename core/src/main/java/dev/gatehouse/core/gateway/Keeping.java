package dev.gatehouse.core.gateway;

import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.core.views.ListKind;
import dev.gatehouse.protocol.Discovery;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Era;
import dev.gatehouse.protocol.ListPage;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.Span;
import dev.gatehouse.protocol.Splice;
import dev.gatehouse.protocol.StrictJson;
import dev.gatehouse.protocol.ToModern;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For how long and for whom answers of the modern era may be kept, by clients and by caches between
 * them and the gateway. What one caller may have is no answer to another, and what the gateway
 * decides by may change at any time: so answers are private and short-lived, whatever the server
 * says. The one exception is {@link #shared}.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/server/utilities/caching">caching</a>
 */
final class Keeping {
  /** In milliseconds: longer than this the gateway stands for no answer. */
  static final long LONGEST = 5_000;

  private static final int LONGEST_IN_DIGITS = Long.toString(LONGEST).length();

  private Keeping() {}

  /**
   * Makes the answer private, and lets it be kept no longer than server and gateway both say. A
   * time that is none counts as 0. Fields that are not there stay away: then nobody keeps it.
   *
   * @param method of the request; in other results than those that may be kept, {@code ttlMs} means
   *     something else
   */
  static void bound(@Nullable String method, Envelope answer, Splice edits) {
    edited(method, answer, edits, "\"private\"");
  }

  private static void edited(@Nullable String method, Envelope answer, Splice edits, String scope) {
    var ttl = answer.resultTtlMs();
    if (ttl.isPresent() && (ToModern.isCacheable(method) || Discovery.METHOD.equals(method))) {
      edits.replace(ttl, Long.toString(shortest(ttl, answer.bytes())));
    }
    if (answer.resultCacheScope().isPresent()) {
      edits.replace(answer.resultCacheScope(), scope);
    }
  }

  private static long shortest(Span ttl, byte[] bytes) {
    for (var i = ttl.from(); i < ttl.to(); i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return 0;
      }
    }
    return ttl.to() - ttl.from() > LONGEST_IN_DIGITS
        ? LONGEST
        : Math.min(LONGEST, Long.parseLong(ttl.text(bytes)));
  }

  /**
   * What is sent on: public, where the server says so, its owner vouches for that, and everybody
   * who may reach the server would get these very bytes. That is a list in one piece, or a resource
   * that was read without answers to questions, on the server's own route; which neither rules, nor
   * pins, nor guardrails changed; and all of which is {@linkplain
   * dev.gatehouse.core.policy.Policy#areOpenToAll open to all}. Guardrails and pins do not know who
   * asks, so what they leave to one they leave to all.
   *
   * @param answer as it came
   * @param leaving the same edited and inspected, private
   */
  static byte[] shared(Visit visit, Server server, Envelope answer, byte[] leaving)
      throws Malformed {
    return server.isPublicBelieved()
            && visit.era() == Era.MODERN
            && visit.arrival().endpoint() instanceof Endpoint.OneServer
            && ToModern.isCacheable(visit.method())
            && isPublic(answer)
            && isWhole(visit.message(), answer)
            && Arrays.equals(leaving, asItCame(visit, answer, "\"private\""))
            && isTheSameForAll(visit, server, answer)
        ? asItCame(visit, answer, "\"public\"")
        : leaving;
  }

  private static boolean isPublic(Envelope answer) {
    var scope = answer.resultCacheScope();
    var bytes = answer.bytes();
    return scope.isPresent() && bytes[scope.from()] == '"' && scope.string(bytes).equals("public");
  }

  /** Whether it depends on nothing but method, cursor and URI, and is all there is. */
  private static boolean isWhole(Envelope request, Envelope answer) {
    var kind = answer.resultType();
    return answer.shape() == Envelope.Shape.RESULT
        && (kind == null || kind.equals("complete"))
        && request.cursor() == null
        && !request.requestState().isPresent()
        && !request.inputResponses().isPresent();
  }

  /** The answer with nothing changed but for how long and for whom it may be kept. */
  private static byte[] asItCame(Visit visit, Envelope answer, String scope) {
    var edits = new Splice(answer.bytes());
    edited(visit.method(), answer, edits, scope);
    return edits.apply();
  }

  private static boolean isTheSameForAll(Visit visit, Server server, Envelope answer)
      throws Malformed {
    var policy = visit.snapshot().policy();
    var target = visit.target();
    var list = ListKind.of(visit.method());
    if (list.isEmpty()) {
      return target != null && policy.areOpenToAll(server.name(), List.of(target));
    }
    var kind = list.get();
    var page = ListPage.read(answer.bytes(), kind.field(), StrictJson.Bounds.DEFAULT);
    // All pages of a list have one scope, and the next one is not known.
    return page.nextCursor() == null
        && policy.areOpenToAll(
            server.name(),
            page.items().stream()
                .map(item -> new Target(server.name(), kind.primitive(), item.key()))
                .toList());
  }
}
