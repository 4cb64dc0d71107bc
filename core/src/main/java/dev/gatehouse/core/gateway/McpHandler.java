package dev.gatehouse.core.gateway;

/** What the listener hands requests on the MCP routes to. */
@FunctionalInterface
public interface McpHandler {
  /** Answers one request. Called on an event loop; returns at once and never throws. */
  void handle(Arrival arrival, Reply reply);
}
