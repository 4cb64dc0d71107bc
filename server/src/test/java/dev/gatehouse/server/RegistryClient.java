package dev.gatehouse.server;

import dev.gatehouse.core.artifacts.Listing;
import dev.gatehouse.core.artifacts.ReviewState;
import dev.gatehouse.server.http.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** What all clients of the registry do: requests over a connection, and no credential. */
final class RegistryClient implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

  HttpResponse<String> ask(String method, String url, Map<String, String> headers)
      throws Exception {
    var request = HttpRequest.newBuilder(URI.create(url)).method(method, BodyPublishers.noBody());
    headers.forEach(request::header);
    return http.send(request.build(), BodyHandlers.ofString());
  }

  static JsonNode json(HttpResponse<String> response) {
    return Json.MAPPER.readTree(response.body());
  }

  /** Settings with this many approved servers, which need not be there for the registry. */
  static String servers(int count) {
    return IntStream.range(0, count)
        .mapToObj(index ->
            "  s-%03d: { url: \"http://127.0.0.1:9/mcp\", approved: true }%n".formatted(index))
        .collect(Collectors.joining("", "servers:\n", ""));
  }

  /** Takes a document over from elsewhere and approves it. */
  static void approve(RunningHouse house, String name, String version, String rest)
      throws Exception {
    var document = "{\"name\":\"%s\",\"version\":\"%s\"%s}".formatted(name, version, rest);
    var artifacts = house.house.artifacts();
    artifacts.take("official", List.of(Listing.read(document.getBytes(StandardCharsets.UTF_8))));
    for (var state : List.of(ReviewState.SUBMITTED, ReviewState.IN_REVIEW, ReviewState.APPROVED)) {
      artifacts.review(name, version, state);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
