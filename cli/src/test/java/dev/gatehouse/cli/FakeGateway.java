package dev.gatehouse.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Plays the admin API: a table of answers, and a list of what was asked. */
final class FakeGateway implements AutoCloseable {
  static final String KEY = "gth_secretOfTheAdministrator";

  private static final Answer NOTHING =
      new Answer(404, "{\"title\":\"Not found\",\"status\":404,\"detail\":\"there is nothing\"}");

  /** What came in: method, target, body and key. */
  record Asked(String what, String body, String key) {}

  /** What goes out. */
  record Answer(int status, String body) {}

  final List<Asked> asked = new CopyOnWriteArrayList<>();

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final HttpServer server;
  private volatile String secret = "";
  private volatile String provenAddress = "";

  FakeGateway() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  /** An answer to a method and a target below {@code /admin/v1/}, with or without its query. */
  FakeGateway with(String what, int status, String body) {
    answers.put(what, new Answer(status, body));
    return this;
  }

  FakeGateway with(String what, String body) {
    return with(what, 200, body);
  }

  /** A list of one page. */
  FakeGateway withItems(String what, String... items) {
    return with("GET " + what, "{\"items\":[" + String.join(",", items) + "]}");
  }

  FakeGateway withProblem(String what, int status, String detail, String remedy) {
    return with(
        what,
        status,
        """
        {"title":"No","status":%d,"detail":"%s","remedy":"%s"}\
        """
            .formatted(status, detail, remedy));
  }

  /** Proves itself by this secret from now on. */
  FakeGateway provesBy(String runsSecret) {
    return provesBy(runsSecret, url());
  }

  /** Proves by this secret that it stands at an address. */
  FakeGateway provesBy(String runsSecret, String address) {
    secret = runsSecret;
    provenAddress = address;
    return this;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The bodies that were sent to a target. */
  List<String> sent(String what) {
    return asked.stream().filter(one -> one.what().equals(what)).map(Asked::body).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var target = exchange.getRequestURI().toString().replace("/admin/v1/", "");
      var what = exchange.getRequestMethod() + " " + target;
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var key = exchange.getRequestHeaders().getFirst("Authorization");
      asked.add(new Asked(what, body, key == null ? "" : key));
      var otherwise = bare(what).equals("GET /local/proof") ? proof(what) : NOTHING;
      var answer = answers.getOrDefault(what, answers.getOrDefault(bare(what), otherwise));
      var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Gatehouse-Record", "r-8c0001");
      }
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private Answer proof(String what) {
    if (secret.isEmpty()) {
      return NOTHING;
    }
    var nonce = what.substring(what.indexOf("nonce=") + "nonce=".length());
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getUrlDecoder().decode(secret), "HmacSHA256"));
      var text = "gatehouse local proof\n" + provenAddress + "\n" + nonce;
      var proof = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return new Answer(
          200, "{\"proof\":\"" + Base64.getUrlEncoder().encodeToString(proof) + "\"}");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String bare(String what) {
    return what.split("\\?", 2)[0];
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
