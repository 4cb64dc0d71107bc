package dev.gatehouse.testkit;

import dev.gatehouse.core.registry.ApprovalDecision;
import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.registry.Pin;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.StoredServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** Things to put into stores, one line each. */
public final class StoredThings {
  /** An instant with all its digits, since stores keep them. */
  public static final Instant THEN = Instant.parse("2026-11-24T10:14:07.312456789Z");

  private StoredThings() {}

  /** A server as most are: an URL and nothing else. */
  public static StoredServer server(String name) {
    return server(name, "https://" + name + ".example/mcp");
  }

  /** A server at this URL. */
  public static StoredServer server(String name, String url) {
    return new StoredServer(
        new ServerName(name),
        new Connection.Http(URI.create(url), Optional.empty()),
        Optional.empty(),
        Server.Sessions.PER_CLIENT,
        Duration.ofSeconds(30),
        false,
        "key:k-1",
        THEN);
  }

  /** Somebody's decision about the server as it is. */
  public static ApprovalDecision approvalOf(StoredServer server, String by) {
    return new ApprovalDecision(
        server.name(), server.connection().fingerprint(), by, THEN, Optional.empty());
  }

  /** What the server offered: a tool of each of these names. */
  public static Pin pinOf(StoredServer server, String... tools) {
    var items =
        Arrays.stream(tools)
            .map(name ->
                Pin.Item.of(
                    Pin.Kind.TOOL,
                    name,
                    ("{\"name\":\"" + name + "\"}").getBytes(StandardCharsets.UTF_8)))
            .toList();
    return new Pin(server.name(), server.connection().fingerprint(), items, "ana", THEN);
  }
}
