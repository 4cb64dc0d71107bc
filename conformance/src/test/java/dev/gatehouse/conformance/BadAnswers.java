package dev.gatehouse.conformance;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers to a call that no server should give; what is inside of them is for no client to see. */
final class BadAnswers {
  private static final String INSIDE = "java.lang.NullPointerException at com.acme.Inside";
  static final String GOOD = "{\"resultType\":\"complete\",\"content\":[]}";

  /** All of them by their names; the one that is called {@code good} is not bad. */
  static Map<String, HostileServer.Behaviour> all() {
    var all = new LinkedHashMap<String, HostileServer.Behaviour>();
    all.put(
        "good",
        (request, out) -> HostileServer.json(out, 200, HostileServer.result(request, GOOD)));
    all.put("a stack trace", (_, out) -> whole(out, 500, "text/plain", INSIDE));
    all.put("a page", (_, out) -> whole(out, 200, "text/html", "<html>" + INSIDE + "</html>"));
    all.put("a page called JSON", (_, out) -> whole(out, 200, "application/json", "<p>" + INSIDE));
    all.put("half a message", (_, out) -> whole(out, 200, "application/json", "{\"jsonrpc\":"));
    all.put("no message", (_, out) -> whole(out, 200, "application/json", ""));
    all.put("its credential is refused", (_, out) -> whole(out, 401, "text/plain", INSIDE));
    all.put("nothing at all", (_, _) -> {});
    all.put("no HTTP", (_, out) -> HostileServer.text(out, "220 " + INSIDE + "\r\n\r\n"));
    all.put(
        "less than announced",
        (_, out) -> {
          HostileServer.head(out, 200, "Content-Type: application/json", "Content-Length: 1000");
          HostileServer.text(out, "{\"jsonrpc\":\"2.0\"");
        });
    all.put("silence", (request, _) -> request.hang());
    withStrangeBodies(all);
    return all;
  }

  private static void withStrangeBodies(Map<String, HostileServer.Behaviour> all) {
    all.put("comments without end", (_, out) -> endless(out, ": still here\n\n"));
    all.put(
        "notifications without end",
        (_, out) ->
            endless(out, "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}\n\n"));
    all.put("100 MB", BadAnswers::hundredMegabytes);
    all.put("100 MB in one event", (_, out) -> endless(out, "data: " + "x".repeat(1 << 20)));
    all.put(
        "invalid UTF-8",
        (request, out) -> {
          var body = HostileServer.result(request, "{\"text\":\"\u00ff\"}");
          HostileServer.whole(
              out, 200, "application/json", body.getBytes(StandardCharsets.ISO_8859_1));
        });
    all.put(
        "a member twice",
        (request, out) ->
            HostileServer.json(
                out, 200, HostileServer.result(request, "{\"content\":[],\"content\":[]}")));
    all.put(
        "the answer to another question",
        (_, out) ->
            HostileServer.json(out, 200, "{\"jsonrpc\":\"2.0\",\"id\":999999,\"result\":{}}"));
    all.put(
        "a question",
        (_, out) ->
            HostileServer.json(
                out, 200, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"roots/list\"}"));
    all.put(
        "a batch",
        (request, out) ->
            HostileServer.json(out, 200, "[" + HostileServer.result(request, GOOD) + "]"));
    all.put(
        "compressed",
        (_, out) -> {
          HostileServer.head(out, 200, "Content-Type: application/json", "Content-Encoding: gzip");
          HostileServer.text(out, INSIDE);
        });
    all.put(
        "events without an answer",
        (_, out) -> {
          HostileServer.head(out, 200, "Content-Type: text/event-stream");
          HostileServer.text(out, "data: " + INSIDE + "\n\n");
        });
  }

  private static void whole(OutputStream out, int status, String type, String body)
      throws IOException {
    HostileServer.whole(out, status, type, body.getBytes(StandardCharsets.UTF_8));
  }

  private static void endless(OutputStream out, String piece) throws IOException {
    HostileServer.head(out, 200, "Content-Type: text/event-stream");
    while (true) {
      HostileServer.text(out, piece);
    }
  }

  private static void hundredMegabytes(HostileServer.Request request, OutputStream out)
      throws IOException {
    HostileServer.head(out, 200, "Content-Type: application/json");
    HostileServer.text(
        out, "{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":{\"a\":\"");
    for (var i = 0; i < 100; i++) {
      HostileServer.text(out, "x".repeat(1_000_000));
    }
    HostileServer.text(out, "\"}}");
  }

  private BadAnswers() {}
}
