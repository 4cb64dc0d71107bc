package dev.gatehouse.core.views;

/**
 * Whether a URI can come from a template, read generously: each expression stands for any text.
 * Linear in practice: the literal parts must follow one another in the URI.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6570">RFC 6570</a>
 */
final class UriTemplate {
  private UriTemplate() {}

  static boolean matches(String template, String uri) {
    var at = 0;
    var from = 0;
    var first = true;
    while (true) {
      var opens = template.indexOf('{', from);
      var literal = opens < 0 ? template.substring(from) : template.substring(from, opens);
      if (first ? !uri.startsWith(literal) : opens < 0 && !uri.endsWith(literal)) {
        return false;
      }
      var found = opens < 0 && !first ? uri.length() - literal.length() : uri.indexOf(literal, at);
      if (found < at) {
        return false;
      }
      at = found + literal.length();
      if (opens < 0) {
        return at == uri.length();
      }
      var closes = template.indexOf('}', opens);
      if (closes < 0) {
        return false;
      }
      from = closes + 1;
      first = false;
    }
  }
}
