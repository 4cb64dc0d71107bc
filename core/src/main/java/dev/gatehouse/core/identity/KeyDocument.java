package dev.gatehouse.core.identity;

import dev.gatehouse.core.egress.FetchFailed;
import dev.gatehouse.core.egress.Fetcher;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds and fetches an issuer's keys. Blocking.
 *
 * @param issuer as in the settings
 * @param jwks where the keys are, empty for discovery
 * @param fetcher the way out
 */
record KeyDocument(String issuer, Optional<URI> jwks, Fetcher fetcher) {
  private static final int MOST_BYTES = 512 * 1024;
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  /**
   * Fetches the keys, after the issuer's metadata when the settings do not say where they are.
   *
   * @throws FetchFailed when nothing usable came; the message names URL, cause and remedy
   */
  KeySet fetch() throws FetchFailed {
    var url = jwks.isPresent() ? jwks.get() : discovered();
    KeySet keys;
    try {
      keys =
          KeySet.read(
              fetcher.get(url, "application/jwk-set+json, application/json", MOST_BYTES, DEADLINE));
    } catch (JsonObject.NotOne e) {
      throw new FetchFailed("the answer of " + url + " is not a JWKS of at most 100 keys");
    }
    if (keys.size() == 0) {
      throw new FetchFailed(url + " holds no public signature key of a kind that is taken");
    }
    return keys;
  }

  private URI discovered() throws FetchFailed {
    FetchFailed firstFailure = null;
    for (var url : metadataUrls(issuer)) {
      byte[] document;
      try {
        document = fetcher.get(url, "application/json", MOST_BYTES, DEADLINE);
      } catch (FetchFailed e) {
        firstFailure = firstFailure == null ? e : firstFailure;
        continue;
      }
      return keysOf(url, document);
    }
    throw firstFailure == null ? new FetchFailed("no metadata of " + issuer) : firstFailure;
  }

  private URI keysOf(URI url, byte[] document) throws FetchFailed {
    Map<String, Object> metadata;
    try {
      metadata = JsonObject.read(document);
    } catch (JsonObject.NotOne e) {
      throw new FetchFailed("the answer of " + url + " is " + e.getMessage());
    }
    if (!issuer.equals(metadata.get("issuer"))) {
      throw new FetchFailed(
          url
              + " names another issuer: "
              + NotProven.shown(String.valueOf(metadata.get("issuer")))
              + "; write issuer exactly as it stands there");
    }
    if (!(metadata.get("jwks_uri") instanceof String text)) {
      throw new FetchFailed(url + " has no jwks_uri; set jwks");
    }
    return checkedKeysUrl(text);
  }

  /** A public issuer must not lead to an http URL of this machine. */
  private URI checkedKeysUrl(String text) throws FetchFailed {
    try {
      var url = ServerUrl.check("jwks_uri", text);
      if ("http".equals(url.getScheme()) && !issuer.startsWith("http:")) {
        throw new FetchFailed("the jwks_uri of " + issuer + " is not https");
      }
      return url;
    } catch (IllegalArgumentException e) {
      throw new FetchFailed("in the metadata of " + issuer + ": " + e.getMessage());
    }
  }

  /**
   * Where metadata may be: OpenID Connect appends its well-known name, RFC 8414 puts its own
   * between host and path.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-3">RFC 8414</a>
   */
  static List<URI> metadataUrls(String issuer) {
    var url = URI.create(issuer);
    var path = withoutSlash(url.getRawPath() == null ? "" : url.getRawPath());
    var host = url.getScheme() + "://" + url.getRawAuthority();
    return List.of(
        URI.create(host + path + "/.well-known/openid-configuration"),
        URI.create(host + "/.well-known/oauth-authorization-server" + path));
  }

  private static String withoutSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
