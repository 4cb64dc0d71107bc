package dev.gatehouse.server.settings;

import java.util.Locale;
import java.util.regex.Pattern;

/** Recognises secrets that somebody wrote out where a reference belongs. */
final class PlainSecret {
  private static final Pattern KNOWN_SHAPE =
      Pattern.compile(
          ".*(?:\\bgh[pousr]_[A-Za-z0-9]{20}|\\bgithub_pat_|\\bglpat-|\\bsk-[A-Za-z0-9_-]{16}"
              + "|\\bxox[abpr]-|\\bAKIA[0-9A-Z]{16}|\\bgth_[A-Za-z0-9]{16}|\\beyJ[A-Za-z0-9_-]{10,}\\."
              + "|-----BEGIN [A-Z ]*PRIVATE KEY).*",
          Pattern.DOTALL);

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(?:.*[_-])?(?:token|secret|password|passwd|passphrase|pat|apikey|credentials?"
              + "|(?:api|access|private|secret|auth|signing|encryption)[_-]?key)");

  private PlainSecret() {}

  /** Whether a text has the shape of a well-known kind of secret. */
  static boolean looksLike(String text) {
    return KNOWN_SHAPE.matcher(text).matches();
  }

  /** Whether a variable of this name holds a secret by all custom. */
  static boolean isNamedLikeOne(String variable) {
    return SECRET_NAME.matcher(variable.toLowerCase(Locale.ROOT)).matches();
  }
}
