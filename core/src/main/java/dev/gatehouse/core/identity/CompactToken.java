package dev.gatehouse.core.identity;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JWT taken apart and not yet believed.
 *
 * @param algorithm the header's {@code alg}, canonical
 * @param keyId the header's {@code kid}
 * @param claims the payload
 * @param signed what the signature is over
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7515#section-3.1">JWS compact form</a>
 */
record CompactToken(
    String algorithm,
    @Nullable String keyId,
    Map<String, Object> claims,
    byte[] signed,
    byte[] signature) {
  private static final Set<String> TYPES =
      Set.of("jwt", "at+jwt", "application/jwt", "application/at+jwt");
  private static final int LONGEST_KEY_ID = 512;

  /**
   * Takes a token apart. Keys that the header itself brings or points to ({@code jwk}, {@code jku},
   * {@code x5c}, {@code x5u}) are never looked at.
   *
   * @throws dev.gatehouse.core.refusal.Refused when it is no JWS with a header this gateway takes
   */
  static CompactToken parse(String token) {
    var first = token.indexOf('.');
    var second = token.indexOf('.', first + 1);
    if (first <= 0 || second <= first + 1 || second == token.length() - 1) {
      throw NotProven.because("not a JWT: it does not have three parts");
    }
    if (token.indexOf('.', second + 1) >= 0) {
      throw NotProven.because("not a signed JWT: more than three parts");
    }
    var header = object("header", token.substring(0, first));
    if (header.containsKey("crit") || header.containsKey("b64")) {
      throw NotProven.because("the token's header demands extensions (crit)");
    }
    checkType(header.get("typ"));
    if (!(header.get("alg") instanceof String algorithm)) {
      throw NotProven.because("the token's header names no algorithm");
    }
    return new CompactToken(
        SignatureAlgorithm.canonical(algorithm),
        keyId(header.get("kid")),
        object("payload", token.substring(first + 1, second)),
        token.substring(0, second).getBytes(StandardCharsets.US_ASCII),
        bytes("signature", token.substring(second + 1)));
  }

  private static void checkType(@Nullable Object type) {
    if (type != null
        && !(type instanceof String text && TYPES.contains(text.toLowerCase(Locale.ROOT)))) {
      throw NotProven.because(
          "the token is of type "
              + NotProven.shown(String.valueOf(type))
              + ", not JWT or at+jwt: it is no access token");
    }
  }

  private static @Nullable String keyId(@Nullable Object id) {
    if (id == null) {
      return null;
    }
    if (id instanceof String text && text.length() <= LONGEST_KEY_ID) {
      return text;
    }
    throw NotProven.because("the token's key id is not a text of at most 512 characters");
  }

  private static Map<String, Object> object(String part, String base64) {
    try {
      return JsonObject.read(bytes(part, base64));
    } catch (JsonObject.NotOne e) {
      throw NotProven.because("the token's " + part + " is " + e.getMessage());
    }
  }

  /** Decodes one part; only the one canonical spelling of the bytes is taken. */
  private static byte[] bytes(String part, String base64) {
    try {
      var bytes = Base64.getUrlDecoder().decode(base64);
      if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(base64)) {
        return bytes;
      }
    } catch (IllegalArgumentException _) {
      // said below
    }
    throw NotProven.because("the token's " + part + " is not base64url");
  }
}
