package dev.gatehouse.conformance;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server of the legacy era whose tool asks the user once while it runs, and counts how often it
 * has run to its end.
 */
final class AskingServer implements HostileServer.Behaviour {
  /** A client that can be asked. */
  static final String ABLE = "{\"elicitation\":{\"form\":{}}}";

  private final LegacyManners manners = new LegacyManners(this::run);
  private final Map<String, CountDownLatch> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();

  @Override
  public void answer(HostileServer.Request request, OutputStream out) throws IOException {
    var message = request.message();
    if (message.has("result") || message.has("error")) {
      var latch = waiting.remove(message.path("id").asString(""));
      if (latch != null && message.has("result")) {
        latch.countDown();
      }
    }
    manners.answer(request, out);
  }

  private void run(HostileServer.Request request, OutputStream out) throws IOException {
    var id = "q" + asked.incrementAndGet();
    var answered = new CountDownLatch(1);
    waiting.put(id, answered);
    HostileServer.head(out, 200, "Content-Type: text/event-stream");
    HostileServer.text(
        out,
        "data: {\"jsonrpc\":\"2.0\",\"id\":\""
            + id
            + "\",\"method\":\"elicitation/create\",\"params\":{\"message\":\"Well?\","
            + "\"requestedSchema\":{\"type\":\"object\",\"properties\":{}}}}\n\n");
    try {
      answered.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    var times = done.incrementAndGet();
    HostileServer.text(
        out,
        "data: "
            + HostileServer.result(
                request, "{\"content\":[{\"type\":\"text\",\"text\":\"done " + times + "\"}]}")
            + "\n\n");
  }

  /** How often the tool has begun. */
  int begun() {
    return asked.get();
  }

  /** How often it has run to its end. */
  int done() {
    return done.get();
  }

  /** Members of params of a retry that answers all that this result asks. */
  static String answers(Caller.Answer asking) {
    var state = asking.result().path("requestState").asString();
    return retry(asking, state);
  }

  /** The same with another state. */
  static String retry(Caller.Answer asking, String state) {
    var responses = new StringBuilder();
    for (var key : asking.result().path("inputRequests").propertyNames()) {
      responses
          .append(responses.isEmpty() ? "" : ",")
          .append(Caller.quoted(key))
          .append(":{\"action\":\"accept\",\"content\":{}}");
    }
    return ",\"requestState\":" + Caller.quoted(state) + ",\"inputResponses\":{" + responses + "}";
  }
}
