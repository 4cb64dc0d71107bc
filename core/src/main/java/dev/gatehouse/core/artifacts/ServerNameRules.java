package dev.gatehouse.core.artifacts;

import java.util.Optional;
import java.util.regex.Pattern;

/** What the name of a server in a registry looks like; capitals and small letters are different. */
final class ServerNameRules {
  private static final Pattern NAMESPACE = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9.-]*[a-zA-Z0-9]");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]*[a-zA-Z0-9]");
  private static final int LONGEST = 200;

  private ServerNameRules() {}

  /** Why a text cannot be a name; empty when it can. */
  static Optional<String> flaw(String name) {
    var parts = name.split("/", -1);
    if (parts.length != 2) {
      return Optional.of(
          "a name is NAMESPACE/NAME with one slash, for example com.example/crm; this has "
              + (parts.length - 1));
    }
    if (name.length() > LONGEST) {
      return Optional.of("a name has at most " + LONGEST + " characters");
    }
    if (!NAMESPACE.matcher(parts[0]).matches()) {
      return Optional.of(
          "the namespace is a domain read backwards: 2 or more letters, digits, . and -, beginning"
              + " and ending with a letter or digit");
    }
    return NAME.matcher(parts[1]).matches()
        ? Optional.empty()
        : Optional.of(
            "behind the slash stand 2 or more letters, digits, . _ and -, beginning and ending with"
                + " a letter or digit");
  }
}
