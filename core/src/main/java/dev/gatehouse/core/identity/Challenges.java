package dev.gatehouse.core.identity;

import java.net.URI;
import java.util.List;

/**
 * Values of the {@code WWW-Authenticate} header. They tell where to get a token and which scopes
 * would do, and never why a credential was refused.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9728#section-5.1">protected resource metadata</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3">Bearer challenges</a>
 */
public final class Challenges {
  private Challenges() {}

  /**
   * For an answer with 401.
   *
   * @param metadata URL of the resource's metadata
   * @param scopes what to ask for; empty for no advice
   */
  public static String unauthorized(URI metadata, List<String> scopes) {
    return "Bearer resource_metadata=" + quoted(metadata.toASCIIString()) + scope(scopes);
  }

  /**
   * For an answer with 403 to a genuine token.
   *
   * @param scopes all that the operation needs, not only the missing ones
   */
  public static String insufficientScope(URI metadata, List<String> scopes) {
    return "Bearer error=\"insufficient_scope\", resource_metadata="
        + quoted(metadata.toASCIIString())
        + scope(scopes);
  }

  /**
   * Lets only scope tokens through.
   *
   * @throws IllegalArgumentException when a text is not one
   * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-3.3">scope-token</a>
   */
  static void checkScope(String scope) {
    var isScope =
        !scope.isEmpty()
            && scope.length() <= 200
            && scope.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '"' && c != '\\');
    if (!isScope) {
      throw new IllegalArgumentException(
          "a scope has 1 to 200 printable characters, no blank, quote or backslash");
    }
  }

  private static String scope(List<String> scopes) {
    scopes.forEach(Challenges::checkScope);
    return scopes.isEmpty() ? "" : ", scope=" + quoted(String.join(" ", scopes));
  }

  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c < 0x20 || c >= 0x7f) {
        throw new IllegalArgumentException("a header value has printable ASCII characters only");
      }
      if (c == '"' || c == '\\') {
        quoted.append('\\');
      }
      quoted.append(c);
    }
    return quoted.append('"').toString();
  }
}
