package dev.gatehouse.core.gateway;

import dev.gatehouse.protocol.Discovery;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Span;
import dev.gatehouse.protocol.Splice;
import dev.gatehouse.protocol.ToModern;
import org.jspecify.annotations.Nullable;

/**
 * For how long and for whom answers of the modern era may be kept, by clients and by caches between
 * them and the gateway. What one caller may have is no answer to another, and what the gateway
 * decides by may change at any time: so answers are private and short-lived, whatever the server
 * says.
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
    var ttl = answer.resultTtlMs();
    if (ttl.isPresent() && (ToModern.isCacheable(method) || Discovery.METHOD.equals(method))) {
      edits.replace(ttl, Long.toString(shortest(ttl, answer.bytes())));
    }
    if (answer.resultCacheScope().isPresent()) {
      edits.replace(answer.resultCacheScope(), "\"private\"");
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
}
