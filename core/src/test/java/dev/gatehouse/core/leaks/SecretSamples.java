package dev.gatehouse.core.leaks;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/**
 * Makes secrets that open no door: of valid shape and with valid checksums, from a seeded
 * generator. Each sample is a text and the part of it that must not survive.
 */
public final class SecretSamples {
  /** A text, and the secret inside of it. */
  public record Sample(String text, String secret) {}

  private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
  private static final String UPPER = LOWER.toUpperCase(java.util.Locale.ROOT);
  private static final String DIGITS = "0123456789";
  private static final String ALNUM = DIGITS + UPPER + LOWER;
  private static final String URL = ALNUM + "_-";
  private static final String STANDARD = ALNUM + "+/";
  private static final String HEX = DIGITS + "abcdef";

  private static final Map<String, Function<RandomGenerator, Sample>> MAKERS = makers();

  private SecretSamples() {}

  /** Makers by a name; the name before a slash is that of the format. */
  public static Map<String, Function<RandomGenerator, Sample>> all() {
    return MAKERS;
  }

  /** The sample of one kind that a seed leads to. */
  public static Sample of(String name, long seed) {
    return Objects.requireNonNull(MAKERS.get(name), name).apply(new Random(seed));
  }

  /** A sample of any kind. */
  public static Sample any(RandomGenerator random) {
    var makers = MAKERS.values().stream().toList();
    return makers.get(random.nextInt(makers.size())).apply(random);
  }

  private static Map<String, Function<RandomGenerator, Sample>> makers() {
    var all = new LinkedHashMap<String, Function<RandomGenerator, Sample>>();
    platforms(all);
    clouds(all);
    services(all);
    keys(all);
    passwords(all);
    return all;
  }

  private static void platforms(Map<String, Function<RandomGenerator, Sample>> all) {
    token(all, "gatehouse-key", "gth_", ALNUM, 32);
    for (var kind : new String[] {"p", "o", "u", "s", "r"}) {
      all.put("github-token/" + kind, random -> whole(github("gh" + kind + "_", random)));
    }
    all.put(
        "github-token/fine",
        random -> whole("github_pat_" + text(random, ALNUM, 22) + "_" + text(random, ALNUM, 59)));
    token(all, "gitlab-token", "glpat-", URL, 20);
    token(all, "gitlab-token/runner", "glrt-", URL, 20);
    token(all, "npm-token", "npm_", ALNUM, 36);
    token(all, "pypi-token", "pypi-AgEIcHlwaS5vcmc", URL, 150);
    token(all, "rubygems-key", "rubygems_", HEX, 48);
    token(all, "docker-token", "dckr_pat_", URL, 27);
    token(all, "anthropic-key", "sk-ant-api03-", URL, 93);
    token(all, "openai-key/project", "sk-proj-", URL, 120);
    all.put(
        "openai-key/old",
        random -> whole("sk-" + text(random, ALNUM, 20) + "T3BlbkFJ" + text(random, ALNUM, 20)));
    token(all, "openrouter-key", "sk-or-v1-", HEX, 64);
    token(all, "hugging-face-token", "hf_", UPPER + LOWER, 34);
    token(all, "groq-key", "gsk_", ALNUM, 52);
    token(all, "replicate-token", "r8_", ALNUM, 37);
    token(all, "perplexity-key", "pplx-", ALNUM, 48);
    token(all, "xai-key", "xai-", ALNUM, 80);
    all.put(
        "langsmith-key",
        random -> whole("lsv2_pt_" + text(random, HEX, 32) + "_" + text(random, HEX, 10)));
  }

  private static void clouds(Map<String, Function<RandomGenerator, Sample>> all) {
    for (var kind : new String[] {"AKIA", "ASIA", "ABIA", "ACCA"}) {
      token(all, "aws-access-key/" + kind, kind, UPPER + "234567", 16);
    }
    part(all, "aws-secret-key", "aws_secret_access_key = ", r -> text(r, STANDARD, 40), "");
    part(all, "aws-secret-key/env", "AWS_SECRET_ACCESS_KEY=", r -> text(r, STANDARD, 40), "\n");
    part(all, "aws-secret-key/json", "{\"SecretAccessKey\": \"", r -> text(r, STANDARD, 40), "\"}");
    token(all, "google-api-key", "AIza", URL, 35);
    token(all, "google-client-secret", "GOCSPX-", URL, 28);
    token(all, "google-access-token", "ya29.a0", URL, 160);
    part(
        all,
        "azure-storage-key",
        "DefaultEndpointsProtocol=https;AccountName=logs;AccountKey=",
        r -> text(r, STANDARD, 85) + "Q==",
        ";EndpointSuffix=core.windows.net");
    part(
        all,
        "azure-storage-key/bus",
        "Endpoint=sb://a.servicebus.windows.net/;SharedAccessKeyName=all;SharedAccessKey=",
        r -> text(r, STANDARD, 42) + "Q=",
        ";EntityPath=q");
    part(
        all,
        "azure-sas-signature",
        "https://logs.blob.core.windows.net/c/f?sv=2024-11-04&se=2026-01-01T00%3A00%3A00Z&sig=",
        r -> text(r, ALNUM, 20) + "%2B" + text(r, ALNUM, 21) + "Q%3D",
        "");
    all.put(
        "azure-client-secret",
        random -> whole(text(random, ALNUM, 3) + "8Q~" + text(random, ALNUM, 34)));
    token(all, "digitalocean-token", "dop_v1_", HEX, 64);
    token(all, "databricks-token", "dapi", HEX, 32);
    token(all, "vault-token", "hvs.", URL, 90);
    token(all, "doppler-token", "dp.pt.", ALNUM, 43);
  }

  private static void services(Map<String, Function<RandomGenerator, Sample>> all) {
    all.put(
        "slack-token",
        random ->
            whole(
                "xoxb-"
                    + text(random, "123456789", 12)
                    + "-"
                    + text(random, "123456789", 12)
                    + "-"
                    + text(random, ALNUM, 24)));
    all.put(
        "slack-token/app",
        random ->
            whole(
                "xapp-1-A"
                    + text(random, UPPER + DIGITS, 10)
                    + "-"
                    + text(random, "123456789", 13)
                    + "-"
                    + text(random, HEX, 64)));
    all.put(
        "slack-webhook",
        random ->
            whole(
                "hooks.slack.com/services/T"
                    + text(random, UPPER + DIGITS, 8)
                    + "/B"
                    + text(random, UPPER + DIGITS, 10)
                    + "/"
                    + text(random, ALNUM, 24)));
    token(all, "stripe-key", "sk_live_", ALNUM, 24);
    token(all, "stripe-key/restricted", "rk_live_", ALNUM, 99);
    token(all, "stripe-webhook-secret", "whsec_", ALNUM, 32);
    token(all, "twilio-key", "SK", HEX, 32);
    part(all, "twilio-token", "TWILIO_AUTH_TOKEN=", r -> text(r, HEX, 32), "");
    all.put(
        "sendgrid-key",
        random -> whole("SG." + text(random, URL, 22) + "." + text(random, URL, 43)));
    token(all, "mailgun-key", "key-", HEX, 32);
    all.put(
        "telegram-bot-token",
        random -> whole("7" + text(random, DIGITS, 9) + ":AA" + text(random, URL, 33)));
    token(all, "shopify-token", "shpat_", HEX, 32);
    token(all, "linear-key", "lin_api_", ALNUM, 40);
    token(all, "notion-token", "ntn_", ALNUM, 46);
    token(all, "figma-token", "figd_", URL, 40);
    all.put(
        "grafana-token",
        random -> whole("glsa_" + text(random, ALNUM, 32) + "_" + text(random, HEX, 8)));
    token(all, "newrelic-key", "NRAK-", UPPER + DIGITS, 27);
    all.put(
        "postman-key",
        random -> whole("PMAK-" + text(random, HEX, 24) + "-" + text(random, HEX, 34)));
    token(all, "pulumi-token", "pul-", HEX, 40);
    token(all, "planetscale-token", "pscale_tkn_", URL, 43);
    token(all, "supabase-token", "sbp_", HEX, 40);
    token(all, "atlassian-token", "ATATT3x", URL, 180);
  }

  private static void keys(Map<String, Function<RandomGenerator, Sample>> all) {
    for (var label : new String[] {"", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "}) {
      all.put("private-key/" + label.strip(), random -> whole(pem(label + "PRIVATE KEY", random)));
    }
    all.put(
        "private-key/service-account",
        random -> whole(pem("PRIVATE KEY", random).replace("\n", "\\n")));
    token(all, "age-key", "AGE-SECRET-KEY-1", "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58);
    all.put("json-web-token", random -> whole(jwt(random)));
    part(all, "wireguard-key", "PrivateKey = ", r -> text(r, STANDARD, 42) + "Q=", "\n");
  }

  private static void passwords(Map<String, Function<RandomGenerator, Sample>> all) {
    part(all, "bearer-token", "Authorization: Bearer ", r -> text(r, URL, 40), "");
    all.put(
        "basic-credentials",
        random -> {
          var pair = text(random, LOWER, 6) + ":" + text(random, ALNUM, 14);
          var encoded =
              Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
          return new Sample("Authorization: Basic " + encoded, encoded);
        });
    part(all, "registry-token", "//npm.a.test/:_authToken=", r -> text(r, ALNUM, 36), "\n");
    part(all, "session-cookie", "Set-Cookie: sid=", r -> text(r, ALNUM, 32), "; HttpOnly");
    part(all, "url-password", "postgres://app:", r -> text(r, ALNUM, 14), "@db:5432/app");
    part(all, "url-password/redis", "redis://:", r -> text(r, ALNUM, 20), "@cache:6379/0");
    part(all, "url-password/http", "https://ci:", r -> text(r, ALNUM, 20), "@git.a.test/x.git");
    part(
        all,
        "connection-password",
        "Server=tcp:a.test,1433;User ID=app;Password=",
        r -> text(r, ALNUM, 16),
        ";Encrypt=true");
    part(all, "connection-password/pq", "host=db user=app password=", r -> text(r, ALNUM, 16), "");
    part(all, "netrc-password", "machine a.test login ci password ", r -> text(r, ALNUM, 16), "\n");
  }

  private static void token(
      Map<String, Function<RandomGenerator, Sample>> all,
      String name,
      String prefix,
      String alphabet,
      int length) {
    all.put(name, random -> whole(prefix + text(random, alphabet, length)));
  }

  private static void part(
      Map<String, Function<RandomGenerator, Sample>> all,
      String name,
      String before,
      Function<RandomGenerator, String> secret,
      String behind) {
    all.put(
        name,
        random -> {
          var made = secret.apply(random);
          return new Sample(before + made + behind, made);
        });
  }

  private static Sample whole(String secret) {
    return new Sample(secret, secret);
  }

  private static String github(String prefix, RandomGenerator random) {
    var body = text(random, ALNUM, 30);
    var crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.US_ASCII));
    var checksum = new StringBuilder();
    for (var rest = crc.getValue(); checksum.length() < 6; rest /= 62) {
      checksum.append(ALNUM.charAt((int) (rest % 62)));
    }
    return prefix + body + checksum.reverse();
  }

  private static String pem(String label, RandomGenerator random) {
    var pem = new StringBuilder("-----BEGIN " + label + "-----\n");
    for (var line = 0; line < 5; line++) {
      pem.append(text(random, STANDARD, 64)).append('\n');
    }
    return pem.append("-----END ").append(label).append("-----").toString();
  }

  private static String jwt(RandomGenerator random) {
    var encoder = Base64.getUrlEncoder().withoutPadding();
    var header = "{\"alg\":\"RS256\",\"kid\":\"" + text(random, ALNUM, 8) + "\"}";
    var body = "{\"sub\":\"" + text(random, ALNUM, 12) + "\",\"exp\":1790000000}";
    return encoder.encodeToString(header.getBytes(StandardCharsets.US_ASCII))
        + "."
        + encoder.encodeToString(body.getBytes(StandardCharsets.US_ASCII))
        + "."
        + text(random, URL, 86);
  }

  /** So many random characters. */
  public static String text(RandomGenerator random, String alphabet, int length) {
    var made = new StringBuilder(length);
    for (var i = 0; i < length; i++) {
      made.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return made.toString();
  }
}
