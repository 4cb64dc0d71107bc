package dev.gatehouse.core.inventory;

import java.util.regex.Pattern;

/** Which ways of writing a version name exactly one. The expressions have no nested repetition. */
final class Versions {
  private static final Pattern SEMANTIC =
      Pattern.compile("v?\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}(?:[-+][0-9A-Za-z.+-]{1,100})?");
  private static final Pattern PYTHON = Pattern.compile("\\d{1,9}[0-9A-Za-z.!+_-]{0,100}");
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

  private Versions() {}

  static boolean isExact(Identity.Kind kind, String version) {
    return switch (kind) {
      case NPM, NUGET -> SEMANTIC.matcher(version).matches();
      case PYPI -> PYTHON.matcher(version).matches();
      // A tag can be moved, but is what approvals name; latest and none are meant to move.
      case OCI ->
          DIGEST.matcher(version).matches() || !(version.isEmpty() || version.equals("latest"));
      case GIT -> COMMIT.matcher(version).matches();
      default -> true;
    };
  }
}
