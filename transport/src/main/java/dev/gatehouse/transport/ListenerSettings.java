package dev.gatehouse.transport;

import dev.gatehouse.core.kind.Default;
import dev.gatehouse.core.kind.Doc;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where clients are listened to, and which of them.
 *
 * @param host address to bind
 * @param port port to bind, 0 for a free one
 * @param tls certificate and key; plain text without
 * @param hosts what clients may call this listener, beside the loopback names: {@code
 *     mcp.example.com} (on the listener's port, 80, 443 or none named) or {@code
 *     mcp.example.com:8443} (exactly so)
 * @param origins web origins whose pages may call, for example {@code https://chat.example.com}
 * @param bounds how much and how long
 * @param sse whether clients of HTTP+SSE are served
 */
@Doc("Where clients are listened to, and which of them.")
public record ListenerSettings(
    @Doc("Address to bind.") @Default("127.0.0.1") String host,
    @Doc("Port to bind, 0 for a free one.") @Default("8080") int port,
    @Doc("Certificate and key; plain text without.") Optional<Tls> tls,
    @Doc(
            value =
                "What clients may call this listener in their Host header, beside loopback names.",
            example = "[mcp.example.com]")
        List<String> hosts,
    @Doc(value = "Web origins whose pages may call.", example = "[\"https://chat.example.com\"]")
        List<String> origins,
    @Doc("How much and how long clients may.") @Default("{}") ListenerBounds bounds,
    @Doc("Whether clients of HTTP+SSE, of revision 2024-11-05, are served at /sse.")
        @Default("false")
        boolean sse) {
  /** A listener without HTTP+SSE. */
  public ListenerSettings(
      String host,
      int port,
      Optional<Tls> tls,
      List<String> hosts,
      List<String> origins,
      ListenerBounds bounds) {
    this(host, port, tls, hosts, origins, bounds, false);
  }

  /**
   * @throws IllegalArgumentException when the port is out of range or a name is not one
   */
  public ListenerSettings {
    Range.check("port", port, 0, 65_535);
    hosts = List.copyOf(hosts);
    origins = List.copyOf(origins);
    for (var name : hosts) {
      if (name.isBlank() || name.contains("/") || name.contains("*")) {
        throw new IllegalArgumentException(
            "hosts: \"" + name + "\" is not a name or name:port; patterns are not taken");
      }
    }
    for (var origin : origins) {
      if (!origin.startsWith("http://") && !origin.startsWith("https://")) {
        throw new IllegalArgumentException(
            "origins: \"" + origin + "\" is not of the shape https://name or https://name:port");
      }
    }
  }

  /** A listener on a free loopback port, for tests and trials. */
  public static ListenerSettings onLoopback() {
    return new ListenerSettings(
        "127.0.0.1", 0, Optional.empty(), List.of(), List.of(), ListenerBounds.DEFAULT);
  }

  /**
   * Certificate and key, read again when the files change.
   *
   * @param certificate PEM file, the chain from the server's own certificate up
   * @param key PEM file, PKCS#8, not encrypted
   */
  public record Tls(
      @Doc("PEM file with the certificate chain.") Path certificate,
      @Doc("PEM file with the PKCS#8 key.") Path key) {}
}
