package dev.gatehouse.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls one MCP endpoint with requests that are written by hand, for what no client would send.
 *
 * @param also headers that every request has besides
 */
record Caller(URI url, Map<String, String> also) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final AtomicInteger LAST_ID = new AtomicInteger();

  /** What every client of the modern era can: nothing. */
  static final String NO_CAPABILITIES = "{}";

  Caller {
    also = Map.copyOf(also);
  }

  /** An answer: its status, its headers, its whole body as text. */
  record Answer(int status, Map<String, List<String>> headers, String body) {
    /** The last JSON-RPC message in the body, which is the answer to the request. */
    JsonNode message() {
      return messages().getLast();
    }

    /** Every JSON-RPC message in the body, be it one JSON text or a stream of events. */
    List<JsonNode> messages() {
      if (!header("content-type").orElse("").startsWith("text/event-stream")) {
        return body.isEmpty() ? List.of() : List.of(JsonMapper.shared().readTree(body));
      }
      var messages = new ArrayList<JsonNode>();
      for (var line : body.lines().toList()) {
        if (line.startsWith("data:") && line.length() > 6) {
          messages.add(JsonMapper.shared().readTree(line.substring(5)));
        }
      }
      return messages;
    }

    JsonNode result() {
      var message = message();
      if (!message.has("result")) {
        throw new AssertionError("no result: " + status + " " + body);
      }
      return message.path("result");
    }

    /** The code of the JSON-RPC error, 0 when it is none. */
    int errorCode() {
      return messages().isEmpty() ? 0 : message().path("error").path("code").asInt(0);
    }

    /** The text of the first content block. */
    String text() {
      return result().path("content").path(0).path("text").asString();
    }

    /** What the gateway says of a refusal, missing when it is none. */
    JsonNode refusal() {
      var meta = message().path("result").path("_meta");
      return meta.path("dev.gatehouse/refusal");
    }

    Optional<String> header(String name) {
      return headers.getOrDefault(name, List.of()).stream().findFirst();
    }
  }

  static Caller of(URI url) {
    return new Caller(url, Map.of());
  }

  Caller withBearer(String token) {
    return with("authorization", "Bearer " + token);
  }

  /** The same with one more header on every request. */
  Caller with(String header, String value) {
    var more = new TreeMap<>(also);
    more.put(header, value);
    return new Caller(url, more);
  }

  /** The id of the session that it calls in. */
  String sessionId() {
    return Objects.requireNonNull(also.get("mcp-session-id"), "not in a session");
  }

  /** The same at another path of the same host. */
  Caller at(String path) {
    return new Caller(url.resolve(path), also);
  }

  /** Calls a tool as a client of the modern era. */
  Answer callTool(String name, String argumentsJson) {
    return modern(
        "tools/call",
        "\"name\":" + quoted(name) + ",\"arguments\":" + argumentsJson,
        Map.of("mcp-name", name));
  }

  /** A request of the modern era whose method names nothing. */
  Answer modern(String method, String paramsJson) {
    return modern(method, paramsJson, Map.of());
  }

  /**
   * A request of the modern era.
   *
   * @param paramsJson members of params, without braces and without {@code _meta}
   * @param headers beside those that every such request has
   */
  Answer modern(String method, String paramsJson, Map<String, String> headers) {
    var all = new TreeMap<>(headers);
    all.put("mcp-protocol-version", "2026-07-28");
    all.put("mcp-method", method);
    return post(modernBody(method, paramsJson), all);
  }

  /** The body of such a request, with an id that was not used before. */
  static String modernBody(String method, String paramsJson) {
    return modernBody(Integer.toString(nextId()), method, paramsJson, NO_CAPABILITIES);
  }

  static String modernBody(
      String idJson, String method, String paramsJson, String capabilitiesJson) {
    var separator = paramsJson.isEmpty() ? "" : ",";
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + idJson
        + ",\"method\":"
        + quoted(method)
        + ",\"params\":{"
        + paramsJson
        + separator
        + "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
        + "\"io.modelcontextprotocol/clientCapabilities\":"
        + capabilitiesJson
        + "}}}";
  }

  /** Begins a session of the legacy era; the caller that is returned sends its id. */
  Caller inSession() {
    return inSession(NO_CAPABILITIES);
  }

  Caller inSession(String capabilitiesJson) {
    var opened =
        post(
            """
            {"jsonrpc":"2.0","id":"hello","method":"initialize","params":{"protocolVersion":\
            "2025-11-25","capabilities":%s,"clientInfo":{"name":"by hand","version":"1"}}}\
            """
                .formatted(capabilitiesJson),
            Map.of());
    var id =
        opened
            .header("mcp-session-id")
            .orElseThrow(
                () -> new AssertionError("no session: " + opened.status() + " " + opened.body()));
    var caller = with("mcp-session-id", id).with("mcp-protocol-version", "2025-11-25");
    caller.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", Map.of());
    return caller;
  }

  /** A request in a session of the legacy era. */
  Answer legacy(String method, String paramsJson) {
    return post(legacyBody(method, paramsJson), Map.of());
  }

  private static String legacyBody(String method, String paramsJson) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":%s,\"params\":{%s}}"
        .formatted(nextId(), quoted(method), paramsJson);
  }

  /** Calls a tool in a session of the legacy era. */
  Answer legacyTool(String name, String argumentsJson) {
    return legacy("tools/call", "\"name\":" + quoted(name) + ",\"arguments\":" + argumentsJson);
  }

  /** Posts a body and waits for the whole answer. */
  Answer post(String body, Map<String, String> headers) {
    return post(body.getBytes(StandardCharsets.UTF_8), headers);
  }

  Answer post(byte[] body, Map<String, String> headers) {
    return send(request(headers).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build());
  }

  /** Posts a body and reads the answer as it comes. */
  OpenStream open(String body, Map<String, String> headers) {
    return opened(request(headers).POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  /** The same for a request in a session of the legacy era. */
  OpenStream openLegacy(String method, String paramsJson) {
    return open(legacyBody(method, paramsJson), Map.of());
  }

  /** The standing stream of its session. */
  OpenStream openStanding() {
    return opened(request(Map.of()).setHeader("accept", "text/event-stream").GET().build());
  }

  Answer get() {
    return send(request(Map.of()).GET().build());
  }

  Answer delete() {
    return send(request(Map.of()).DELETE().build());
  }

  private HttpRequest.Builder request(Map<String, String> headers) {
    var request = HttpRequest.newBuilder(url).timeout(PATIENCE);
    var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    all.put("content-type", "application/json");
    all.put("accept", "application/json, text/event-stream");
    all.putAll(also);
    all.putAll(headers);
    all.forEach(request::setHeader);
    return request;
  }

  private static OpenStream opened(HttpRequest request) {
    var answer = exchanged(request, HttpResponse.BodyHandlers.ofInputStream());
    return OpenStream.of(answer.statusCode(), answer.body());
  }

  private static Answer send(HttpRequest request) {
    var answer = exchanged(request, HttpResponse.BodyHandlers.ofString());
    return new Answer(answer.statusCode(), answer.headers().map(), answer.body());
  }

  private static <T> HttpResponse<T> exchanged(
      HttpRequest request, HttpResponse.BodyHandler<T> body) {
    try {
      return HTTP.send(request, body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static int nextId() {
    return LAST_ID.incrementAndGet();
  }

  static String quoted(String text) {
    return JsonMapper.shared().writeValueAsString(text);
  }

  /** Does not show credentials. */
  @Override
  public String toString() {
    return "Caller[" + url + "]";
  }
}
