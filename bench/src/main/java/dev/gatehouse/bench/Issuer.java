package dev.gatehouse.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** The authorization server of the benchmark: serves its key, and signs one kind of token. */
final class Issuer implements AutoCloseable {
  static final String AUDIENCE = "https://gatehouse.bench/mcp";
  static final String ROLE = "bench";

  private static final String KEY_ID = "bench-key";
  private static final int BITS = 2048;
  private static final Duration LIFE = Duration.ofHours(12);

  private final HttpServer server;
  private final KeyPair keys;

  private Issuer(HttpServer server, KeyPair keys) {
    this.server = server;
    this.keys = keys;
  }

  static Issuer open() throws IOException {
    var keys = keys();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    var document = jwks((RSAPublicKey) keys.getPublic()).getBytes(StandardCharsets.US_ASCII);
    server.createContext(
        "/keys",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, document.length);
          try (var body = exchange.getResponseBody()) {
            body.write(document);
          }
        });
    server.start();
    return new Issuer(server, keys);
  }

  /** Its name, as tokens carry it. */
  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  String keysUrl() {
    return url() + "/keys";
  }

  /** A token by RS256 for the gateway as a whole. */
  String token() {
    var now = Instant.now().getEpochSecond();
    var head = encode("{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"" + KEY_ID + "\"}");
    var claims =
        encode(
            "{\"iss\":\""
                + url()
                + "\",\"aud\":\""
                + AUDIENCE
                + "\",\"sub\":\"ana@example.com\",\"azp\":\"bench-agent\",\"iat\":"
                + now
                + ",\"exp\":"
                + (now + LIFE.toSeconds())
                + ",\"roles\":[\""
                + ROLE
                + "\"]}");
    return head + "." + claims + "." + sign(head + "." + claims);
  }

  private String sign(String text) {
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return encode(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK signs with RSA", e);
    }
  }

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK makes RSA keys", e);
    }
  }

  private static String jwks(RSAPublicKey key) {
    return "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\""
        + KEY_ID
        + "\",\"n\":\""
        + unsigned(key.getModulus())
        + "\",\"e\":\""
        + unsigned(key.getPublicExponent())
        + "\"}]}";
  }

  private static String unsigned(BigInteger number) {
    var bytes = number.toByteArray();
    var from = bytes[0] == 0 ? 1 : 0;
    return encode(java.util.Arrays.copyOfRange(bytes, from, bytes.length));
  }

  private static String encode(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
