package dev.gatehouse.core.leaks;

import static dev.gatehouse.core.leaks.Alphabet.ALPHANUMERIC;
import static dev.gatehouse.core.leaks.Alphabet.BASE64URL;
import static dev.gatehouse.core.leaks.Alphabet.BASE64_ANY;
import static dev.gatehouse.core.leaks.Alphabet.DASHED;
import static dev.gatehouse.core.leaks.Alphabet.LOWER_HEX;
import static dev.gatehouse.core.leaks.Format.token;

import dev.gatehouse.core.leaks.Format.Matching;
import java.util.List;
import java.util.stream.IntStream;

/** Tokens of payment, messaging and other services. */
final class ServiceFormats {
  private static final int ANY = 400;

  static final List<Format> ALL =
      List.of(
          token(
              "slack-token",
              DASHED,
              20,
              ANY,
              6,
              "xoxb-",
              "xoxp-",
              "xoxa-",
              "xoxr-",
              "xoxs-",
              "xoxo-"),
          token(
              "slack-token",
              DASHED,
              20,
              ANY,
              6,
              "xoxe-",
              "xoxe.xoxp-",
              "xoxe.xoxb-",
              "xoxd-",
              "xoxc-"),
          token("slack-token", DASHED, 40, ANY, 6, "xapp-"),
          new Format(
              "slack-webhook",
              List.of("hooks.slack.com"),
              Matching.EXACT,
              Format.always(),
              ServiceFormats::slackWebhook),
          token("stripe-key", ALPHANUMERIC, 16, 250, "sk_live_", "rk_live_"),
          token("stripe-webhook-secret", ALPHANUMERIC, 32, 64, "whsec_"),
          token("twilio-key", LOWER_HEX, 31, 31, twilioBeginnings())
              .with(Matching.EXACT_PLAIN_ONLY),
          Keyed.format(
              "twilio-token", ServiceFormats::hex32, "TWILIO_AUTH_TOKEN", "twilioAuthToken"),
          new Format(
              "sendgrid-key",
              List.of("SG."),
              Matching.EXACT,
              Format.follows(BASE64URL, 22),
              ServiceFormats::sendgrid),
          token("mailgun-key", LOWER_HEX, 32, 32, "key-"),
          new Format(
              "telegram-bot-token",
              List.of(":AA"),
              Matching.EXACT,
              Format.follows(BASE64URL, 24),
              ServiceFormats::telegram),
          token("shopify-token", LOWER_HEX, 32, 32, "shpat_", "shpss_", "shpca_", "shppa_"),
          token("linear-key", ALPHANUMERIC, 40, 40, "lin_api_"),
          token("notion-token", ALPHANUMERIC, 43, 46, "ntn_"),
          token("figma-token", BASE64URL, 40, 48, "figd_"),
          token("grafana-token", BASE64URL, 41, 41, "glsa_"),
          token("grafana-token", BASE64_ANY, 32, ANY, "glc_eyJ"),
          token("sentry-token", BASE64_ANY, 60, ANY, "sntrys_eyJ"),
          token("sentry-token", LOWER_HEX, 64, 64, "sntryu_"),
          token("newrelic-key", ALPHANUMERIC, 27, 27, "NRAK-"),
          token("postman-key", DASHED, 59, 59, "PMAK-"),
          token("pulumi-token", LOWER_HEX, 40, 40, "pul-"),
          token(
              "planetscale-token", BASE64URL, 32, 64, "pscale_tkn_", "pscale_pw_", "pscale_oauth_"),
          token("supabase-token", LOWER_HEX, 40, 40, "sbp_"),
          token("atlassian-token", BASE64_ANY, 60, ANY, "ATATT3x", "ATCTT3x"));

  private ServiceFormats() {}

  private static String[] twilioBeginnings() {
    return IntStream.range(0, 16)
        .mapToObj(digit -> "SK" + Integer.toHexString(digit))
        .toArray(String[]::new);
  }

  private static long hex32(Reading text, int from) {
    var to = text.runEnd(LOWER_HEX, from);
    return to - from == 32 && !Placeholder.isToken(text, from, to)
        ? Stretch.of(from, to)
        : Stretch.NONE;
  }

  private static long slackWebhook(Reading text, int at, int end) {
    var from = end;
    for (var part : List.of("/services/t", "/b")) {
      if (!text.hasFolded(from, part)) {
        return Stretch.NONE;
      }
      from = text.runEnd(ALPHANUMERIC, from + part.length());
    }
    var to = text.at(from) == '/' ? text.runEnd(ALPHANUMERIC, from + 1) : from;
    return to - from < 19 || Placeholder.isToken(text, from, to)
        ? Stretch.NONE
        : Stretch.of(at, to);
  }

  private static long sendgrid(Reading text, int at, int end) {
    var middle = text.runEnd(BASE64URL, end);
    if (!text.startsWord(at) || middle - end != 22 || text.at(middle) != '.') {
      return Stretch.NONE;
    }
    var to = text.runEnd(BASE64URL, middle + 1);
    return to - middle - 1 != 43 || Placeholder.isToken(text, end, to)
        ? Stretch.NONE
        : Stretch.of(at, to);
  }

  private static long telegram(Reading text, int at, int end) {
    var from = at;
    while (at - from < 11 && Ascii.isDigit(text.at(from - 1))) {
      from--;
    }
    var to = text.runEnd(BASE64URL, end);
    return at - from < 8 || at - from > 10 || to - end != 33 || Placeholder.isToken(text, end, to)
        ? Stretch.NONE
        : Stretch.of(from, to);
  }
}
