package dev.gatehouse.cli.stdio;

import dev.gatehouse.cli.remote.Key;
import dev.gatehouse.protocol.McpHeaders;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/**
 * The gateway's MCP endpoint over HTTP. Sends the key to it alone and follows no redirect.
 * Thread-safe.
 */
final class Wire implements AutoCloseable {
  /**
   * The longest deadline that a server may have is an hour; a gateway that is gone says nothing.
   */
  private static final Duration LONGEST = Duration.ofMinutes(65);

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  private final URI endpoint;
  private final Optional<Key> key;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(CONNECT)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  Wire(URI endpoint, Optional<Key> key) {
    this.endpoint = endpoint;
    this.key = key;
  }

  URI endpoint() {
    return endpoint;
  }

  /** Sends one message. */
  CompletableFuture<HttpResponse<InputStream>> post(byte[] message, McpHeaders headers) {
    return send(
        request(headers)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .timeout(LONGEST)
            .POST(BodyPublishers.ofByteArray(message)));
  }

  /** Listens. */
  CompletableFuture<HttpResponse<InputStream>> get(McpHeaders headers) {
    return send(request(headers).header("Accept", "text/event-stream").GET());
  }

  /** Ends the session. */
  CompletableFuture<HttpResponse<InputStream>> delete(McpHeaders headers) {
    return send(request(headers).timeout(GOODBYE).DELETE());
  }

  private CompletableFuture<HttpResponse<InputStream>> send(HttpRequest.Builder request) {
    return client.sendAsync(request.build(), BodyHandlers.ofInputStream());
  }

  private HttpRequest.Builder request(McpHeaders headers) {
    var request = HttpRequest.newBuilder(endpoint);
    key.ifPresent(known -> request.header("Authorization", "Bearer " + known.reveal()));
    put(request, "MCP-Protocol-Version", headers.protocolVersion());
    put(request, "Mcp-Method", headers.method());
    put(request, "Mcp-Name", headers.name());
    put(request, "Mcp-Session-Id", headers.sessionId());
    put(request, "Last-Event-ID", headers.lastEventId());
    for (var param : headers.params()) {
      request.header("Mcp-Param-" + param.name(), param.value());
    }
    return request;
  }

  private static void put(
      HttpRequest.Builder request, String name, @org.jspecify.annotations.Nullable String value) {
    if (value != null) {
      request.header(name, value);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
