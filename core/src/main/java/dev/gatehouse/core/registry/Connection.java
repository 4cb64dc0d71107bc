package dev.gatehouse.core.registry;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How a server is reached. */
public sealed interface Connection {
  /** How messages travel over HTTP. */
  enum HttpTransport {
    /** Streamable HTTP, or HTTP+SSE where a server turns out to speak only that. */
    AUTO,
    /** Streamable HTTP and nothing else. */
    STREAMABLE,
    /** HTTP+SSE of revision 2024-11-05: a GET for a stream, and the address to post to on it. */
    SSE
  }

  /**
   * Over HTTP.
   *
   * @param url absolute http or https URL without user info or fragment
   * @param credential what the gateway shows to the server, never the caller's own token
   * @param transport how messages travel
   */
  record Http(URI url, Optional<CredentialUse> credential, HttpTransport transport)
      implements Connection {
    /** Over whichever of the transports the server turns out to speak. */
    public Http(URI url, Optional<CredentialUse> credential) {
      this(url, credential, HttpTransport.AUTO);
    }

    /** The same server over that transport. */
    public Http over(HttpTransport other) {
      return new Http(url, credential, other);
    }

    /**
     * @throws IllegalArgumentException when the URL is not of that shape
     */
    public Http {
      var scheme = String.valueOf(url.getScheme());
      if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null) {
        throw new IllegalArgumentException(
            "a server's url is an absolute http or https URL, for example https://crm.example/mcp");
      }
      if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
        throw new IllegalArgumentException(
            "a server's url carries no user name, password or fragment; put secrets under credentials");
      }
    }
  }

  /**
   * As a child process, over its standard input and output.
   *
   * @param command program and arguments, run without a shell
   * @param environment the only variables that the process gets beside PATH, HOME and LANG; values
   *     are plain text or secret references
   */
  record Stdio(List<String> command, Map<String, String> environment) implements Connection {
    /**
     * @throws IllegalArgumentException when there is no program
     */
    public Stdio {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
      if (command.isEmpty() || command.getFirst().isBlank()) {
        throw new IllegalArgumentException("a stdio command names at least the program to run");
      }
    }
  }

  /**
   * A credential of the gateway at a server.
   *
   * @param header the HTTP header that carries it
   * @param scheme what stands before the secret, for example {@code Bearer }
   * @param reference where the secret is: {@code file:…} or {@code env:…}
   */
  record CredentialUse(String header, String scheme, String reference) {}

  /**
   * Identifies exactly this way of connecting: an approval holds for one fingerprint and falls when
   * it changes. 64 hex digits.
   */
  default String fingerprint() {
    var text =
        switch (this) {
          case Http(var url, var credential, var transport) ->
              "http\n"
                  + url
                  + "\n"
                  + credential.map(CredentialUse::toString).orElse("")
                  + (transport == HttpTransport.AUTO ? "" : "\n" + transport);
          case Stdio(var command, var environment) ->
              "stdio\n" + String.join("\0", command) + "\n" + new TreeMap<>(environment);
        };
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
