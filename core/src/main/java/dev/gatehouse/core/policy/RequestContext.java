package dev.gatehouse.core.policy;

import java.time.Instant;

/**
 * What conditions can know about one request beside caller, target and arguments.
 *
 * @param time when it came
 * @param method the MCP method, for example {@code tools/call}
 * @param endpoint the route as the client wrote it, for example {@code /mcp}
 * @param connection the peer's address, for example {@code 10.0.0.7:51123}
 */
public record RequestContext(Instant time, String method, String endpoint, String connection) {}
