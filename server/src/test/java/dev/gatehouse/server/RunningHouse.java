package dev.gatehouse.server;

import dev.gatehouse.core.gateway.Gateway;
import dev.gatehouse.server.http.Json;
import dev.gatehouse.server.settings.BuiltInKinds;
import dev.gatehouse.server.settings.SettingsLoader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A whole Gatehouse in a temporary directory on a free port, and its administrator. */
final class RunningHouse implements AutoCloseable {
  private static final String START =
      """
      listen: 127.0.0.1:0
      data: data
      egress: { allow: [127.0.0.1] }
      """;

  final House house;
  final Path file;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String key;

  private RunningHouse(Path directory, String settings, Optional<String> known) throws Exception {
    this.file = directory.resolve("gatehouse.yaml");
    Files.writeString(file, START + settings);
    this.house =
        House.open(
            new SettingsLoader(BuiltInKinds.ALL).load(file),
            new House.Options(
                directory, Optional.of(file), Overrides.NONE, Gateway.Threads.EVENT_LOOP_FIRST, 1));
    this.key = known.orElseGet(() -> house.firstKey().orElseThrow().reveal());
  }

  static RunningHouse in(Path directory, String settings) throws Exception {
    return new RunningHouse(directory, settings, Optional.empty());
  }

  /** Opens what was closed before; the key is the one that it made then. */
  static RunningHouse again(Path directory, String settings, String key) throws Exception {
    return new RunningHouse(directory, settings, Optional.of(key));
  }

  /** The first administrator's key. */
  String key() {
    return key;
  }

  /** Writes the settings file anew, and looks until they are taken up or refused. */
  void settings(String settings) throws Exception {
    Files.writeString(file, START + settings);
    look();
  }

  void rawSettings(String settings) throws Exception {
    Files.writeString(file, settings);
    look();
  }

  private void look() {
    var watch = house.watch().orElseThrow();
    while (watch.look()) {
      Thread.onSpinWait();
    }
    watch.look();
  }

  JsonNode get(String path) throws Exception {
    return read(send("GET", path, null));
  }

  JsonNode post(String path, Object body) throws Exception {
    return read(send("POST", path, body));
  }

  /** As the administrator. */
  HttpResponse<String> send(
      String method, String path, @org.jspecify.annotations.Nullable Object body) throws Exception {
    return http.send(
        request(method, path, body).header("Authorization", "Bearer " + key).build(),
        BodyHandlers.ofString());
  }

  /** As whoever brings these headers. */
  HttpResponse<String> plain(String method, String path, Map<String, String> headers)
      throws Exception {
    var request = request(method, path, null);
    headers.forEach(request::header);
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(
      String method, String path, @org.jspecify.annotations.Nullable Object body) {
    var content =
        body == null
            ? BodyPublishers.noBody()
            : BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(body));
    return HttpRequest.newBuilder(URI.create(house.address() + path))
        .method(method, content)
        .header("Content-Type", "application/json");
  }

  private static JsonNode read(HttpResponse<String> response) {
    if (response.statusCode() >= 300) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    return response.body().isEmpty()
        ? Json.MAPPER.createObjectNode()
        : Json.MAPPER.readTree(response.body());
  }

  /** Adds a server through the API, and says what the API says of it. */
  JsonNode added(String name, TinyServer server) throws Exception {
    return post("/admin/v1/servers", Map.of("name", name, "url", server.url()));
  }

  /** Adds a server and approves it as it is. */
  void approved(String name, TinyServer server) throws Exception {
    var added = added(name, server);
    post(
        "/admin/v1/servers/" + name + "/approve",
        Map.of(
            "fingerprint",
            added.get("fingerprint").asString(),
            "definitionsHash",
            added.get("seen").get("definitionsHash").asString()));
  }

  /** Calls a tool in the place of a key's owner; the JSON-RPC message. */
  JsonNode called(String as, String target, Map<String, Object> arguments) throws Exception {
    return post("/admin/v1/call", Map.of("as", as, "target", target, "arguments", arguments))
        .get("answer");
  }

  @Override
  public void close() {
    http.close();
    house.close();
  }
}
