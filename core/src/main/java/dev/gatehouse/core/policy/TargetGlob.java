package dev.gatehouse.core.policy;

import dev.gatehouse.core.registry.Target;
import java.util.regex.Pattern;

/**
 * Selects targets: {@code server/name}, split at the first slash, so that a name may be a URI.
 * {@code *} stands for any characters within its part, in the name also for slashes; there is no
 * other special character, and case counts. Immutable.
 */
public final class TargetGlob {
  private static final int LONGEST = 512;
  private static final int MOST_STARS = 8;
  private static final Pattern SERVER = Pattern.compile("[a-z0-9*-]{1,64}");

  private final Glob server;
  private final Glob name;

  private TargetGlob(Glob server, Glob name) {
    this.server = server;
    this.name = name;
  }

  /**
   * Reads {@code server/name}.
   *
   * @throws IllegalArgumentException when the text is not of that shape
   */
  public static TargetGlob parse(String text) {
    var slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException(
          "\"" + text + "\" has no server; write server/name, with * for any, as in crm/get_*");
    }
    if (text.length() > LONGEST || text.chars().filter(c -> c == '*').count() > MOST_STARS) {
      throw new IllegalArgumentException("a glob has at most 512 characters and 8 stars");
    }
    var server = text.substring(0, slash);
    if (!SERVER.matcher(server).matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\": a server's name is made of a-z, 0-9 and -, or * for any");
    }
    if (slash == text.length() - 1) {
      throw new IllegalArgumentException(
          "\"" + text + "\" names nothing behind the slash; write " + text + "* for everything");
    }
    return new TargetGlob(new Glob(server), new Glob(text.substring(slash + 1)));
  }

  /** Whether it selects this target, whatever its primitive. */
  public boolean matches(Target target) {
    return server.matches(target.server().text()) && name.matches(target.name());
  }

  /** The part before the slash. */
  Glob server() {
    return server;
  }

  /** The part behind the slash. */
  Glob name() {
    return name;
  }

  /** Whether it can select one target only. */
  boolean isExact() {
    return server.shape() == Glob.Shape.EXACT && name.shape() == Glob.Shape.EXACT;
  }

  /** As one would write it. */
  @Override
  public String toString() {
    return server.text() + "/" + name.text();
  }
}
