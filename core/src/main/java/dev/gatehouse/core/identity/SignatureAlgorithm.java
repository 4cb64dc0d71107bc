package dev.gatehouse.core.identity;

import dev.gatehouse.core.kind.Doc;
import java.util.List;

/**
 * A signature algorithm of JOSE with a public key. {@code none} and the symmetric ones are not
 * among them: a gateway that could check those could also forge them.
 *
 * @param name as registered, for example {@code RS256}
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7518#section-3.1">JWA algorithms</a>
 */
@Doc("RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512 or EdDSA (Ed25519).")
public record SignatureAlgorithm(String name) {
  static final List<String> KNOWN =
      List.of(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

  /**
   * @throws IllegalArgumentException when the name is not one of the ten
   */
  public SignatureAlgorithm {
    if (!KNOWN.contains(name)) {
      throw new IllegalArgumentException(
          "a signature algorithm is one of " + String.join(", ", KNOWN));
    }
  }

  /**
   * The one name of an algorithm that has two: {@code Ed25519} is what {@code EdDSA} became.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9864">fully specified algorithms</a>
   */
  static String canonical(String name) {
    return name.equals("Ed25519") ? "EdDSA" : name;
  }
}
