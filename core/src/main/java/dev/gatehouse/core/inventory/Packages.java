package dev.gatehouse.core.inventory;

import dev.gatehouse.core.inventory.Identity.Kind;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names of packages and images, however they are written; empty for what is no name, so that
 * nothing else can get into an identifier.
 */
final class Packages {
  private static final Pattern NPM =
      Pattern.compile("(?:@[a-z0-9~_-][a-z0-9._~-]{0,100}/)?[a-z0-9~_-][a-z0-9._~-]{0,213}");
  private static final Pattern PYPI = Pattern.compile("[a-z0-9][a-z0-9._-]{0,150}");
  private static final Pattern NUGET = Pattern.compile("[a-z0-9_][a-z0-9._-]{0,99}");
  private static final Pattern IMAGE = Pattern.compile("[a-z0-9][a-z0-9._:/-]{0,254}");
  private static final Pattern REPOSITORY = Pattern.compile("[a-z0-9][a-z0-9._/~-]{2,200}");
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9^~<>=.*x|!+_, -]{0,100}");

  private Packages() {}

  /** {@code name}, {@code @scope/name@version}, {@code github:owner/name} or a URL of git. */
  static Optional<Identity> npm(String written) {
    var text = written.strip();
    if (text.startsWith("github:")) {
      return git("https://github.com/" + text.substring("github:".length()));
    }
    if (text.startsWith("git+") || text.startsWith("git://") || text.endsWith(".git")) {
      return git(text);
    }
    var cut = text.indexOf('@', 1);
    var name = (cut < 0 ? text : text.substring(0, cut)).toLowerCase(Locale.ROOT);
    var version = cut < 0 ? "" : text.substring(cut + 1);
    return NPM.matcher(name).matches()
        ? Optional.of(new Identity(Kind.NPM, name, version(version)))
        : Optional.empty();
  }

  /** {@code name}, {@code name==1.0}, {@code name[extra]>=1}, {@code name@1.0} or a URL of git. */
  static Optional<Identity> pypi(String written) {
    var text = written.strip();
    var at = text.indexOf(" @ ");
    if (at > 0) {
      text = text.substring(at + 3).strip();
    }
    if (text.startsWith("git+")) {
      return git(text);
    }
    var cut = 0;
    while (cut < text.length() && "[=<>!~@; ".indexOf(text.charAt(cut)) < 0) {
      cut++;
    }
    var name = text.substring(0, cut).toLowerCase(Locale.ROOT);
    var rest = text.substring(cut);
    if (rest.startsWith("[")) {
      rest = rest.substring(Math.max(rest.indexOf(']'), 0) + 1);
    }
    var version = rest.replaceFirst("^(?:===?|@)", "").strip();
    return PYPI.matcher(name).matches()
        ? Optional.of(new Identity(Kind.PYPI, name.replaceAll("[-_.]+", "-"), version(version)))
        : Optional.empty();
  }

  static Optional<Identity> nuget(String written, String version) {
    var name = written.strip().toLowerCase(Locale.ROOT);
    return NUGET.matcher(name).matches()
        ? Optional.of(new Identity(Kind.NUGET, name, version(version)))
        : Optional.empty();
  }

  /**
   * {@code image}, {@code registry/owner/image:tag@digest}; the digest is the version, or the tag.
   */
  static Optional<Identity> image(String written) {
    var text = written.strip();
    var digest = text.indexOf('@');
    var version = digest < 0 ? "" : text.substring(digest + 1);
    var name = digest < 0 ? text : text.substring(0, digest);
    var tag = name.indexOf(':', name.lastIndexOf('/') + 1);
    if (tag >= 0) {
      version = version.isEmpty() ? name.substring(tag + 1) : version;
      name = name.substring(0, tag);
    }
    name = name.toLowerCase(Locale.ROOT);
    return IMAGE.matcher(name).matches()
        ? Optional.of(new Identity(Kind.OCI, whole(name), imageVersion(version)))
        : Optional.empty();
  }

  /** As Docker completes it. */
  private static String whole(String name) {
    var cut = name.indexOf('/');
    var first = cut < 0 ? "" : name.substring(0, cut);
    if (first.contains(".") || first.contains(":") || first.equals("localhost")) {
      return first.equals("index.docker.io") ? "docker.io" + name.substring(cut) : name;
    }
    return "docker.io/" + (cut < 0 ? "library/" : "") + name;
  }

  private static Optional<Identity> git(String written) {
    var text = written.replaceFirst("^git\\+", "").replaceFirst("^(?:ssh|git)://", "https://");
    var mark = text.indexOf('#');
    var version = mark < 0 ? "" : text.substring(mark + 1);
    text = mark < 0 ? text : text.substring(0, mark);
    var at = text.lastIndexOf('@');
    if (at > text.indexOf("://") + 3 && text.indexOf('/', at) < 0) {
      version = version.isEmpty() ? text.substring(at + 1) : version;
      text = text.substring(0, at);
    }
    var found = version;
    return WebAddress.of(text)
        .map(url -> url.shown().replaceFirst("^https?://", "").replaceFirst("\\.git$", ""))
        .map(name -> name.toLowerCase(Locale.ROOT))
        .filter(name -> REPOSITORY.matcher(name).matches())
        .map(name -> new Identity(Kind.GIT, name, version(found)));
  }

  private static String imageVersion(String version) {
    return version.startsWith("sha256:") ? version : version(version);
  }

  private static String version(String version) {
    return VERSION.matcher(version).matches() ? version : "?";
  }
}
