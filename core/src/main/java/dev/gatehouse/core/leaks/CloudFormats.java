package dev.gatehouse.core.leaks;

import static dev.gatehouse.core.leaks.Alphabet.ALPHANUMERIC;
import static dev.gatehouse.core.leaks.Alphabet.BASE64URL;
import static dev.gatehouse.core.leaks.Alphabet.BASE64_ANY;
import static dev.gatehouse.core.leaks.Alphabet.LOWER_HEX;
import static dev.gatehouse.core.leaks.Alphabet.PERCENT_BASE64;
import static dev.gatehouse.core.leaks.Alphabet.TILDED;
import static dev.gatehouse.core.leaks.Format.token;

import dev.gatehouse.core.leaks.Format.Matching;
import java.util.List;

/** Keys of clouds. */
final class CloudFormats {
  private static final int NEAR = 300;

  static final List<Format> ALL =
      List.of(
          new Format(
              "aws-access-key",
              List.of("AKIA", "ASIA", "ABIA", "ACCA"),
              Matching.EXACT,
              Format.follows(ALPHANUMERIC, 16),
              CloudFormats::awsAccessKey),
          Keyed.format(
              "aws-secret-key",
              CloudFormats::awsSecretKey,
              "SecretAccessKey",
              "secretAccessKey",
              "secret_access_key",
              "secret-access-key",
              "aws_secret_key",
              "secret access key"),
          token("google-api-key", BASE64URL, 35, 35, "AIza"),
          token("google-client-secret", BASE64URL, 28, 28, "GOCSPX-"),
          token("google-access-token", BASE64URL, 20, 2_048, "ya29."),
          Keyed.format(
              "azure-storage-key",
              CloudFormats::azureKey,
              "AccountKey",
              "accountKey",
              "SharedAccessKey",
              "account_key",
              "account-key"),
          new Format(
              "azure-sas-signature",
              List.of("sig="),
              Matching.EXACT,
              Format.follows(PERCENT_BASE64, 24),
              CloudFormats::azureSas),
          new Format(
              "azure-client-secret",
              List.of("8Q~", "7Q~", "9Q~"),
              Matching.EXACT,
              Format.follows(TILDED, 24),
              CloudFormats::azureClientSecret),
          token("digitalocean-token", LOWER_HEX, 64, 64, "dop_v1_", "doo_v1_", "dor_v1_"),
          token("databricks-token", LOWER_HEX, 32, 32, "dapi"),
          token("vault-token", BASE64URL, 24, 400, "hvs.", "hvb.", "hvr."),
          token("doppler-token", ALPHANUMERIC, 40, 48, "dp.pt.", "dp.st.", "dp.ct.", "dp.sa."));

  private CloudFormats() {}

  /**
   * Four letters and 16 of A-Z and 2-7.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html">identifiers</a>
   */
  private static long awsAccessKey(Reading text, int at, int end) {
    var to = end + 16;
    if (!text.startsWord(at) || text.runEnd(ALPHANUMERIC, end) != to) {
      return Stretch.NONE;
    }
    for (var i = end; i < to; i++) {
      var b = text.at(i);
      if (!(b >= 'A' && b <= 'Z') && !(b >= '2' && b <= '7')) {
        return Stretch.NONE;
      }
    }
    return Placeholder.isToken(text, at, to) ? Stretch.NONE : Stretch.of(at, to);
  }

  private static long awsSecretKey(Reading text, int from) {
    var to = text.runEnd(BASE64_ANY, from);
    return to - from == 40
            && text.at(to) != '='
            && Placeholder.hasDigits(text, from, to, 1)
            && !Placeholder.isToken(text, from, to)
        ? Stretch.of(from, to)
        : Stretch.NONE;
  }

  /** 64 bytes in base64 for storage, 32 for buses; the padding is part of it. */
  private static long azureKey(Reading text, int from) {
    var to = text.runEnd(BASE64_ANY, from);
    var isStorage = to - from == 86 && text.at(to) == '=' && text.at(to + 1) == '=';
    var isBus = to - from == 43 && text.at(to) == '=';
    if (!(isStorage || isBus) || Placeholder.isToken(text, from, to)) {
      return Stretch.NONE;
    }
    return Stretch.of(from, isStorage ? to + 2 : to + 1);
  }

  /** The signature of a shared access URL, beside its version or expiry. */
  private static long azureSas(Reading text, int at, int end) {
    var to = text.runEnd(PERCENT_BASE64, end);
    var length = to - end;
    if (length < 43 || length > 140 || Placeholder.isToken(text, end, to)) {
      return Stretch.NONE;
    }
    var padded = text.at(to) == '=' ? to + 1 : to;
    var before = text.at(at - 1);
    var inQuery = before == '?' || before == '&' || before == ';';
    var near = inQuery && (mentions(text, at - NEAR, at) || mentions(text, to, to + NEAR));
    return near ? Stretch.of(end, padded) : Stretch.NONE;
  }

  private static boolean mentions(Reading text, int from, int to) {
    var start = Math.max(from, text.from());
    var stop = Math.min(to, text.to());
    text.count(Math.max(0, stop - start) * 2L);
    return Ascii.containsFolded(text.bytes(), start, stop, "sv=")
        || Ascii.containsFolded(text.bytes(), start, stop, "se=");
  }

  /** Three characters, the mark, and 31 to 34 more. */
  private static long azureClientSecret(Reading text, int at, int end) {
    var from = at - 3;
    if (text.runStart(TILDED, at, 4) != from) {
      return Stretch.NONE;
    }
    var to = text.runEnd(TILDED, end);
    return to - end < 31 || to - end > 34 || Placeholder.isToken(text, end, to)
        ? Stretch.NONE
        : Stretch.of(from, to);
  }
}
