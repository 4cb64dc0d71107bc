package dev.gatehouse.core.guardrails;

import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.Target;
import java.util.List;

/**
 * Globs of {@code server/name}, where {@code *} stands for any characters within the server's part
 * or within the rest. None at all match everything. Matching allocates nothing.
 */
final class TargetGlobs {
  private static final int LONGEST = 300;

  private record Glob(String server, String name) {}

  private final List<Glob> globs;

  /**
   * @throws IllegalArgumentException when one has no slash, an empty part or over 300 characters
   */
  TargetGlobs(List<String> globs) {
    this.globs = globs.stream().map(TargetGlobs::parse).toList();
  }

  boolean matches(Target target) {
    if (globs.isEmpty()) {
      return true;
    }
    for (var glob : globs) {
      if (matches(glob.server, target.server().text()) && matches(glob.name, target.name())) {
        return true;
      }
    }
    return false;
  }

  /** Whether some target of this server could match. */
  boolean matchesAnyOf(ServerName server) {
    if (globs.isEmpty()) {
      return true;
    }
    for (var glob : globs) {
      if (matches(glob.server, server.text())) {
        return true;
      }
    }
    return false;
  }

  private static Glob parse(String glob) {
    var slash = glob.indexOf('/');
    if (slash < 1 || slash == glob.length() - 1 || glob.length() > LONGEST) {
      throw new IllegalArgumentException(
          "\"" + glob + "\" is no glob of server/name, for example crm/* or */delete_*");
    }
    return new Glob(glob.substring(0, slash), glob.substring(slash + 1));
  }

  /** Goes back to the last star only, so the work is at most the product of the lengths. */
  private static boolean matches(String glob, String text) {
    var g = 0;
    var star = -1;
    var resume = 0;
    for (var t = 0; t < text.length(); ) {
      if (g < glob.length() && glob.charAt(g) == '*') {
        star = g++;
        resume = t;
      } else if (g < glob.length() && glob.charAt(g) == text.charAt(t)) {
        g++;
        t++;
      } else if (star >= 0) {
        g = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (g < glob.length() && glob.charAt(g) == '*') {
      g++;
    }
    return g == glob.length();
  }
}
