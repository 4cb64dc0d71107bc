package dev.gatehouse.server.command;

import dev.gatehouse.server.House;
import dev.gatehouse.server.settings.BuiltInKinds;
import dev.gatehouse.server.settings.SettingsLoader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/**
 * What the build runs once, so that the next start finds its classes loaded and linked: a gateway
 * on a free port, in a folder of its own, that answers some requests and ends.
 */
@Command(name = "aot-training", hidden = true, description = "Used by the build.")
public final class AotTraining implements Callable<Integer> {
  private static final int ROUNDS = 200;
  private static final String SETTINGS =
      """
      listen: 127.0.0.1:0
      identity:
        anonymous: { roles: [guest] }
      roles:
        guest:
          grants:
            - tools: "nowhere/*"
              when: args.size > 3 && caller.agent != "nobody"
          limits: [{ calls: 100000, per: 1m }]
      guardrails:
        - secrets: { in: both, do: mask }
      """;
  private static final String META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

  @Override
  public Integer call() throws Exception {
    var folder = Files.createTempDirectory("gatehouse-training");
    var loaded = new SettingsLoader(BuiltInKinds.ALL).decode(SETTINGS, "training");
    try (var house = House.open(loaded, House.Options.in(folder));
        var http = HttpClient.newHttpClient()) {
      for (var round = 0; round < ROUNDS; round++) {
        ask(http, house.address());
      }
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
    return 0;
  }

  private static void ask(HttpClient http, URI at) throws IOException, InterruptedException {
    mcp(http, at, "server/discover", null, "{" + META + "}");
    mcp(http, at, "tools/list", null, "{" + META + "}");
    mcp(http, at, "tools/call", "x", "{\"name\":\"x\",\"arguments\":{\"size\":4}," + META + "}");
    http.send(
        HttpRequest.newBuilder(at.resolve("/v0.1/servers")).build(),
        HttpResponse.BodyHandlers.discarding());
    http.send(
        HttpRequest.newBuilder(at.resolve("/admin/v1/servers")).build(),
        HttpResponse.BodyHandlers.discarding());
  }

  private static void mcp(
      HttpClient http, URI at, String method, @Nullable String name, String params)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(at.resolve("/mcp"))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .header("MCP-Protocol-Version", "2026-07-28")
            .header("Mcp-Method", method)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""
                        + method
                        + "\",\"params\":"
                        + params
                        + "}"));
    if (name != null) {
      request.header("Mcp-Name", name);
    }
    http.send(request.build(), HttpResponse.BodyHandlers.discarding());
  }
}
