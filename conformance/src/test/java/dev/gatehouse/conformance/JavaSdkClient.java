package dev.gatehouse.conformance;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A real client of the Java SDK, which is legacy, over Streamable HTTP with a bearer token. */
final class JavaSdkClient {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private JavaSdkClient() {}

  /** A connected client; close it. */
  static McpSyncClient connected(URI url, String bearer) {
    return connected(url, bearer, UnaryOperator.identity());
  }

  /**
   * A connected client; close it.
   *
   * @param also sets what the client can and hears besides: elicitation, sampling, consumers
   */
  static McpSyncClient connected(URI url, String bearer, UnaryOperator<McpClient.SyncSpec> also) {
    var root = url.getScheme() + "://" + url.getRawAuthority();
    var transport =
        HttpClientStreamableHttpTransport.builder(root)
            .endpoint(url.getRawPath())
            .connectTimeout(PATIENCE)
            .addHttpRequestCustomizer(
                (request, _, _, _, _) -> request.setHeader("Authorization", "Bearer " + bearer))
            .build();
    var client =
        also.apply(
                McpClient.sync(transport)
                    .requestTimeout(PATIENCE)
                    .initializationTimeout(PATIENCE)
                    .clientInfo(
                        McpSchema.Implementation.builder("gatehouse-java-client", "0.1.0").build()))
            .build();
    try {
      client.initialize();
      return client;
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  /** Calls a tool and returns its result, refused or not. */
  static McpSchema.CallToolResult call(
      McpSyncClient client, String tool, Map<String, Object> arguments) {
    return client.callTool(McpSchema.CallToolRequest.builder(tool).arguments(arguments).build());
  }

  /** The text of a result's first content block. */
  static String text(McpSchema.CallToolResult result) {
    return ((McpSchema.TextContent) result.content().getFirst()).text();
  }
}
