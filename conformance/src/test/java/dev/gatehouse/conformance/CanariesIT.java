package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * A thousand canaries go through arguments, results, errors, headers and tokens; afterwards none of
 * them is in a file, a log line, a metric or an answer of the admin API.
 */
class CanariesIT {
  private static final int ROUNDS = 100;

  private final List<String> canaries = new ArrayList<>();
  private final StringBuilder log = new StringBuilder();

  private String canary() {
    var canary = "canary%04dzq".formatted(canaries.size());
    canaries.add(canary);
    return canary;
  }

  @Test
  void areNowhereAfterwards() {
    var listening = listening();
    Logger.getLogger("").addHandler(listening);
    try (var server = HostileServer.onCall(CanariesIT::echo);
        var gateway =
            RunningGateway.open(
                """
                servers: { sink: { url: "%s", approved: true } }
                roles:
                  all: { grants: ["sink/act", { tools: [sink/never], when: 'args.a == "x"' }] }
                  administrator: { grants: ["*/*"] }
                """
                    .formatted(server.url()),
                "all",
                "administrator")) {
      for (var round = 0; round < ROUNDS; round++) {
        send(gateway);
      }
      canaries.add(gateway.key("all"));
      canaries.add(gateway.key("administrator"));

      assertThat(canaries).hasSizeGreaterThanOrEqualTo(1_000);
      assertThat(server.requests().toString()).contains(canaries.getFirst());
      gateway.sinks().forEach((sink, text) -> assertThat(found(text)).as(sink).isEmpty());
      assertThat(found(log.toString())).as("log").isEmpty();
    } finally {
      Logger.getLogger("").removeHandler(listening);
    }
  }

  private List<String> found(String text) {
    return canaries.stream().filter(text::contains).limit(5).toList();
  }

  private void send(RunningGateway gateway) {
    var caller = gateway.caller("all", "/mcp/sink");
    var joined = gateway.caller("all", "/mcp");
    var argument = canary();
    var answer =
        caller
            .with("x-custom", canary())
            .with("cookie", canary())
            .with("mcp-param-secret", canary())
            .callTool("act", "{\"a\":\"" + argument + "\",\"" + canary() + "\":1}");
    assertThat(answer.body()).contains(argument);
    joined.callTool("sink__act", "{\"fail\":\"" + canary() + "\"}");
    joined.callTool("sink__act", "{\"garbage\":\"" + canary() + "\"}");
    caller.callTool("never", "{\"a\":\"no\",\"b\":\"" + canary() + "\"}");
    caller.post("{\"jsonrpc\":\"2.0\",\"id\":1," + canary(), Map.of());
    caller.post(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"" + canary() + "\":1,\"method\":\"tools/call\"}",
        Map.of());
    caller.withBearer(canary()).callTool("act", "{}");
    caller.with("authorization", canary()).callTool("act", "{}");
    caller.at("/admin/v1/keys").post("{\"" + canary() + "\":\"" + canary() + "\"}", Map.of());
  }

  /** Says the arguments again: in a result, in an error, or as something that is no answer. */
  private static void echo(HostileServer.Request request, java.io.OutputStream out)
      throws IOException {
    var arguments = request.message().path("params").path("arguments");
    if (arguments.has("fail")) {
      var text = arguments.path("fail").asString();
      HostileServer.json(out, 200, HostileServer.error(request, -32000, text));
    } else if (arguments.has("garbage")) {
      var text = "<html>" + arguments.path("garbage").asString() + "</html>";
      HostileServer.whole(out, 500, "text/html", text.getBytes(StandardCharsets.UTF_8));
    } else {
      var content = "[{\"type\":\"text\",\"text\":" + Caller.quoted(arguments.toString()) + "}]";
      var result = "{\"resultType\":\"complete\",\"content\":" + content + "}";
      HostileServer.json(out, 200, HostileServer.result(request, result));
    }
  }

  private Handler listening() {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        synchronized (log) {
          log.append(line.getMessage()).append(line.getThrown()).append('\n');
        }
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  /** Everything in the files below a folder, by name. */
  static Map<String, String> files(Path folder) {
    var texts = new HashMap<String, String>();
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        texts.put(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return texts;
  }
}
