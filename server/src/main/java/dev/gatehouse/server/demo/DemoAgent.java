package dev.gatehouse.server.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An agent of the tour: a client of revision 2025-11-25 with an API key. */
final class DemoAgent implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI mcp;
  private final String key;
  private @Nullable String session;
  private int lastId;

  private DemoAgent(URI mcp, String key) {
    this.mcp = mcp;
    this.key = key;
  }

  /** Shakes hands. */
  static DemoAgent connect(URI mcp, String key) throws IOException, InterruptedException {
    var agent = new DemoAgent(mcp, key);
    agent.ask(
        "initialize",
        """
        {"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"demo","version":"1"}}\
        """);
    agent.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
    return agent;
  }

  /** Names of all tools that it sees, page by page. */
  List<String> tools() throws IOException, InterruptedException {
    var names = new ArrayList<String>();
    var cursor = "";
    do {
      var params = cursor.isEmpty() ? "{}" : "{\"cursor\":" + JSON.writeValueAsString(cursor) + "}";
      var page = ask("tools/list", params).path("result");
      page.path("tools").forEach(tool -> names.add(tool.path("name").asString()));
      cursor = page.path("nextCursor").asString("");
    } while (!cursor.isEmpty());
    return names;
  }

  /** The whole answer to a call. */
  JsonNode call(String tool, String argumentsJson) throws IOException, InterruptedException {
    return ask(
        "tools/call",
        "{\"name\":" + JSON.writeValueAsString(tool) + ",\"arguments\":" + argumentsJson + "}");
  }

  /** What a model would read of an answer. */
  static String text(JsonNode answer) {
    var error = answer.path("error").path("message");
    return error.isMissingNode()
        ? answer.path("result").path("content").path(0).path("text").asString("")
        : error.asString();
  }

  /** The reference of a refusal's record, empty when the answer is none. */
  static String reference(JsonNode answer) {
    var inResult = answer.path("result").path("_meta").path("dev.gatehouse/refusal");
    var refusal =
        inResult.isMissingNode()
            ? answer.path("error").path("data").path("dev.gatehouse/refusal")
            : inResult;
    return refusal.path("reference").asString("");
  }

  private JsonNode ask(String method, String paramsJson) throws IOException, InterruptedException {
    var id = ++lastId;
    var answer =
        post(
            "{\"jsonrpc\":\"2.0\",\"id\":"
                + id
                + ",\"method\":\""
                + method
                + "\",\"params\":"
                + paramsJson
                + "}");
    for (var line : answer.lines().toList()) {
      var json = line.startsWith("data:") ? line.substring(5) : line;
      if (json.stripLeading().startsWith("{")) {
        var message = JSON.readTree(json);
        if (message.path("id").asInt(-1) == id) {
          return message;
        }
      }
    }
    throw new IOException(method + " was not answered: " + answer);
  }

  private String post(String body) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(mcp)
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (session != null) {
      request.header("Mcp-Session-Id", session).header("MCP-Protocol-Version", "2025-11-25");
    }
    var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 400) {
      throw new IOException("the gateway answers with status " + answer.statusCode());
    }
    answer.headers().firstValue("Mcp-Session-Id").ifPresent(id -> session = id);
    return answer.body();
  }

  @Override
  public void close() {
    http.close();
  }
}
