package dev.gatehouse.server.settings;

import dev.gatehouse.core.kind.Doc;
import dev.gatehouse.core.registry.Connection.CredentialUse;
import dev.gatehouse.core.secrets.SecretReference;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What the gateway shows to a server: a bearer token, or a header of the server's own. */
@Doc(
    "What the gateway shows to a server, never the caller's own token. Either bearer, or header with"
        + " value; the secret itself is given by reference.")
public record CredentialSettings(
    @Doc(
            value = "The token sent as Authorization: Bearer, by reference.",
            example = "file:/run/secrets/crm-token")
        Optional<SecretReference> bearer,
    @Doc(value = "The name of the HTTP header that carries the secret.", example = "X-Api-Key")
        Optional<HeaderName> header,
    @Doc(value = "The value of that header, by reference.", example = "env:CRM_KEY")
        Optional<SecretReference> value) {
  /**
   * @throws IllegalArgumentException when it is neither of the two
   */
  public CredentialSettings {
    if (bearer.isPresent() == header.isPresent() || header.isPresent() != value.isPresent()) {
      throw new IllegalArgumentException(
          "credentials are either { bearer: \"file:/run/secrets/token\" } or"
              + " { header: X-Api-Key, value: \"env:KEY\" }");
    }
  }

  /** The same in the words of the catalogue. */
  public CredentialUse use() {
    return bearer
        .map(reference -> new CredentialUse("Authorization", "Bearer ", reference.text()))
        .orElseGet(
            () -> new CredentialUse(header.orElseThrow().text(), "", value.orElseThrow().text()));
  }

  /**
   * The name of a header that may carry a credential.
   *
   * @param text an HTTP token that the gateway does not set itself
   */
  @dev.gatehouse.core.kind.Written(
      pattern = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}",
      example = "X-Api-Key")
  public record HeaderName(String text) {
    private static final Pattern SHAPE = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
    private static final Set<String> OURS =
        Set.of(
            "host",
            "connection",
            "content-length",
            "content-type",
            "transfer-encoding",
            "accept",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "keep-alive",
            "origin",
            "proxy-connection",
            "mcp-session-id",
            "mcp-protocol-version",
            "mcp-method",
            "mcp-name",
            "last-event-id");

    /**
     * @throws IllegalArgumentException when it is no header name, or one that the gateway sets
     */
    public HeaderName {
      if (!SHAPE.matcher(text).matches()) {
        throw new IllegalArgumentException("a header name is 1 to 100 characters, as in X-Api-Key");
      }
      if (OURS.contains(text.toLowerCase(java.util.Locale.ROOT))) {
        throw new IllegalArgumentException("the gateway sets this header itself; use another one");
      }
    }
  }
}
