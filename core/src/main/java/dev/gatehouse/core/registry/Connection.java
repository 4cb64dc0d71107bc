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
  /**
   * Over Streamable HTTP.
   *
   * @param url absolute http or https URL without user info or fragment
   * @param credential what the gateway shows to the server, never the caller's own token
   */
  record Http(URI url, Optional<CredentialUse> credential) implements Connection {
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
          case Http(var url, var credential) ->
              "http\n" + url + "\n" + credential.map(CredentialUse::toString).orElse("");
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
