package dev.gatehouse.core.audit;

import org.jspecify.annotations.Nullable;

/**
 * What was asked, by whom and where it came from; the same for a call that left and one that did
 * not. Null where a fact is not known or does not apply.
 *
 * @param caller who calls
 * @param connection names the client's connection, for example its peer address
 * @param endpoint the route, for example {@code /mcp/crm}
 * @param method the MCP method, for example {@code tools/call}
 * @param server name of the server in the catalogue
 * @param targetKind {@code tool}, {@code resource} or {@code prompt}
 * @param target the server's own name for it
 * @param session short hash of the session id, never the id
 * @param requestId the JSON-RPC id as its raw text, for example {@code 7} or {@code "a"}
 * @param traceId W3C trace id
 */
public record CallFacts(
    CallerFacts caller,
    String connection,
    String endpoint,
    String method,
    @Nullable String server,
    @Nullable String targetKind,
    @Nullable String target,
    @Nullable String session,
    @Nullable String requestId,
    @Nullable String traceId) {}
