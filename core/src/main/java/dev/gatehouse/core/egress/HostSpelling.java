package dev.gatehouse.core.egress;

import java.net.InetAddress;
import java.util.Optional;

/**
 * The one spelling of a host that is taken: a plain ASCII name, four decimal numbers, or an IPv6
 * address (in brackets where it comes from a URL). Everything else that some resolver somewhere
 * reads as an address is refused before anything is resolved.
 */
final class HostSpelling {
  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_LABEL = 63;

  private HostSpelling() {}

  /** What is wrong with this spelling, empty when nothing is. */
  static Optional<String> fault(String host) {
    if (host.isEmpty()) {
      return Optional.of("the host is empty");
    }
    if (host.length() > LONGEST_NAME) {
      return Optional.of("the host is longer than " + LONGEST_NAME + " characters");
    }
    if (host.startsWith("[")) {
      var isAddress = host.endsWith("]") && sixParts(host.substring(1, host.length() - 1));
      return isAddress
          ? Optional.empty()
          : Optional.of("what stands in brackets is not an IPv6 address");
    }
    var labels = host.split("\\.", -1);
    for (var label : labels) {
      if (!isLabel(label)) {
        return Optional.of("the host is not a plain ASCII name or address");
      }
    }
    var last = labels[labels.length - 1];
    if (isNumber(last) && !isQuad(labels)) {
      return Optional.of("an address is written as four decimal numbers without leading zeros");
    }
    return Optional.empty();
  }

  /** The address that a literal means, empty when it is a name or badly spelt. Never resolves. */
  static Optional<InetAddress> literal(String host) {
    var bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    if (sixParts(bare) || isQuad(bare.split("\\.", -1))) {
      try {
        return Optional.of(InetAddress.ofLiteral(bare));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static boolean isLabel(String label) {
    if (label.isEmpty() || label.length() > LONGEST_LABEL) {
      return false;
    }
    for (var i = 0; i < label.length(); i++) {
      var character = label.charAt(i);
      var isInner = (character == '-' || character == '_') && i > 0 && i < label.length() - 1;
      var isUnderscore = character == '_';
      if (!isAlphanumeric(character) && !isInner && !isUnderscore) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAlphanumeric(char character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9');
  }

  /** Whether some resolver would read this label as a number: decimal, octal or hex. */
  private static boolean isNumber(String label) {
    if (label.length() > 1 && (label.startsWith("0x") || label.startsWith("0X"))) {
      return label.substring(2).chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }
    return label.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean isQuad(String[] labels) {
    if (labels.length != 4) {
      return false;
    }
    for (var label : labels) {
      var isDecimal =
          !label.isEmpty()
              && label.length() <= 3
              && label.chars().allMatch(c -> c >= '0' && c <= '9')
              && (label.length() == 1 || label.charAt(0) != '0')
              && Integer.parseInt(label) <= 255;
      if (!isDecimal) {
        return false;
      }
    }
    return true;
  }

  /** Whether the text is an IPv6 address in hex only: no zone, no dotted tail, no brackets. */
  private static boolean sixParts(String text) {
    if (text.indexOf(':') < 0 || text.length() > 39) {
      return false;
    }
    if (!text.chars().allMatch(c -> c == ':' || (c < 128 && Character.digit(c, 16) >= 0))) {
      return false;
    }
    try {
      var _ = InetAddress.ofLiteral(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
