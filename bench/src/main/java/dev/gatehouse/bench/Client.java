package dev.gatehouse.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/** Single requests: to see that something answers as it should before it is measured. */
final class Client implements AutoCloseable {
  private static final Duration MOST = Duration.ofSeconds(10);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(MOST).build();

  /** Sends the target's first request once. */
  HttpResponse<String> once(Target target) throws IOException {
    return once(target, target.isGet() ? "" : target.bodies().getFirst());
  }

  /** Sends a request with the target's headers. */
  HttpResponse<String> once(Target target, String body) throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + target.port() + target.path()))
            .timeout(MOST);
    target.headers().forEach(request::header);
    var built =
        target.isGet()
            ? request.GET().build()
            : request.POST(HttpRequest.BodyPublishers.ofString(body)).build();
    try {
      return http.send(built, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /**
   * Asks until the answer is the wanted one.
   *
   * @throws IOException with the last answer when it does not come
   */
  void await(Target target, String wanted, Duration most) throws IOException {
    var until = System.nanoTime() + most.toNanos();
    var last = "";
    while (System.nanoTime() < until) {
      var answer = once(target);
      last = answer.statusCode() + " " + answer.body();
      if (answer.statusCode() == 200 && answer.body().contains(wanted)) {
        return;
      }
      Ports.pause();
    }
    throw new IOException(
        target.name()
            + " does not answer as it should: "
            + last.substring(0, Math.min(500, last.length())));
  }

  /**
   * Opens a session of the legacy era, in which all these calls are made.
   *
   * @throws IOException when none is opened
   */
  Target inSession(Target calls) throws IOException {
    var headers = new TreeMap<>(calls.headers());
    headers.remove(Target.SESSION);
    headers.remove("MCP-Protocol-Version");
    var hello = new Target("hello", calls.port(), calls.path(), headers, List.of(""), 0, 0);
    var answer =
        once(
            hello,
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":"
                + "{\"protocolVersion\":\""
                + Answers.LEGACY_VERSION
                + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}}}");
    var session =
        answer
            .headers()
            .firstValue(Target.SESSION)
            .orElseThrow(() -> new IOException("no session was begun: " + answer.body()));
    var begun = calls.inSession(session);
    once(begun, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
    return begun;
  }

  /** What the upstream has counted. */
  record Counts(long calls, long others) {}

  Counts counts(int upstreamPort) throws IOException {
    var words = once(Target.file("count", upstreamPort, "/count", 0)).body().split(" ", -1);
    return new Counts(Long.parseLong(words[0]), Long.parseLong(words[1]));
  }

  @Override
  public void close() {
    http.close();
  }
}
