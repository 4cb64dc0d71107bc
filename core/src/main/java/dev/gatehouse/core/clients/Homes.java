package dev.gatehouse.core.clients;

import dev.gatehouse.core.inventory.Identity;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes the names of users out of paths: the home of the one who is looked at becomes {@code ~},
 * and of other homes the last part becomes {@code …}. Slashes of Windows become those of all
 * others.
 */
public final class Homes {
  private static final Pattern OTHERS =
      Pattern.compile("((?:^|(?<=[ :]))/home/|/Users/|(?i:[a-z]:/Users/))[^/]{1,200}");

  private final List<String> homes;

  /**
   * @param homes spellings of the home of the one who is looked at
   */
  public Homes(List<String> homes) {
    this.homes = homes.stream().map(Homes::slashed).filter(home -> home.length() > 1).toList();
  }

  /** A path without names of users. */
  public String shortened(String path) {
    var text = slashed(path);
    for (var home : homes) {
      if (text.equals(home) || text.startsWith(home + "/")) {
        text = "~" + text.substring(home.length());
      } else {
        text = text.replace(" " + home + "/", " ~/");
      }
    }
    return OTHERS.matcher(text).replaceAll("$1…");
  }

  /** The same of what is started, when that is a path. */
  Identity shortened(Identity identity) {
    return identity.kind() == Identity.Kind.PROGRAM
        ? Identity.of(identity.kind(), shortened(identity.identifier()))
        : identity;
  }

  private static String slashed(String path) {
    var text = path.replace('\\', '/');
    return text.length() > 1 && text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
