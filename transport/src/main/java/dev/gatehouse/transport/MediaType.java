package dev.gatehouse.transport;

import org.jspecify.annotations.Nullable;

/** Reads media types: parsed, not compared as text. */
final class MediaType {
  private MediaType() {}

  /** Whether a body says that it is JSON in UTF-8. */
  static boolean isJson(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    if (contentType.equals("application/json")) {
      return true;
    }
    return isEssence(contentType, "application/json") && hasNoOtherCharset(contentType);
  }

  /** Whether a content type is of that essence, whatever its parameters. */
  static boolean isEssence(@Nullable String contentType, String essence) {
    if (contentType == null) {
      return false;
    }
    var semicolon = contentType.indexOf(';');
    var type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return type.strip().equalsIgnoreCase(essence);
  }

  private static boolean hasNoOtherCharset(String contentType) {
    var parts = contentType.split(";", 10);
    for (var i = 1; i < parts.length; i++) {
      var part = parts[i].strip();
      if (part.regionMatches(true, 0, "charset=", 0, 8)) {
        var charset = part.substring(8).replace("\"", "").strip();
        if (!charset.equalsIgnoreCase("utf-8") && !charset.equalsIgnoreCase("utf8")) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Whether an {@code Accept} header takes a type. A missing header takes everything; {@code q=0}
   * is a refusal.
   */
  static boolean isAccepted(@Nullable String accept, String type, String subtype) {
    if (accept == null) {
      return true;
    }
    var start = 0;
    while (start <= accept.length()) {
      var comma = accept.indexOf(',', start);
      var end = comma < 0 ? accept.length() : comma;
      if (matches(accept.substring(start, end), type, subtype)) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }

  private static boolean matches(String range, String type, String subtype) {
    var semicolon = range.indexOf(';');
    var essence = (semicolon < 0 ? range : range.substring(0, semicolon)).strip();
    var slash = essence.indexOf('/');
    if (slash < 0 || (semicolon >= 0 && isRefusal(range.substring(semicolon)))) {
      return false;
    }
    var rangeType = essence.substring(0, slash);
    var rangeSubtype = essence.substring(slash + 1);
    return (rangeType.equals("*") || rangeType.equalsIgnoreCase(type))
        && (rangeSubtype.equals("*") || rangeSubtype.equalsIgnoreCase(subtype));
  }

  private static boolean isRefusal(String parameters) {
    var squeezed = parameters.replace(" ", "");
    return squeezed.equals(";q=0")
        || squeezed.endsWith(";q=0.0")
        || squeezed.endsWith(";q=0.00")
        || squeezed.endsWith(";q=0.000");
  }
}
