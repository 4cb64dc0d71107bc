package dev.gatehouse.core.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What looks like a secret and is none. */
class SecretPrecisionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "AKIAIOSFODNN7EXAMPLE",
        "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "aws_secret_access_key = ${AWS_SECRET}",
        "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "ghp_0123456789abcdefghijABCDEFGHIJ012345",
        "github_pat_<your token>",
        "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "task-list-of-the-whole-team-for-the-coming-quarter-2026-11",
        "risk-assessment-and-mitigation-planning-document-v2-final",
        "sk-learn-contrib-imbalanced-ensemble-classifier-tests-2024",
        "Authorization: Bearer YOUR_ACCESS_TOKEN",
        "Authorization: Bearer <token>",
        "Authorization: Bearer $TOKEN",
        "the bearer of this letter is entitled to all the honours",
        "Basic information about the service",
        "a basic understanding of chemistry",
        "postgres://postgres:postgres@localhost:5432/app",
        "postgres://user:password@localhost:5432/app",
        "postgres://user:${DB_PASSWORD}@localhost/app",
        "mysql://user:<password>@host/db",
        "https://example.com:8443/@scope/package",
        "https://example.com/a:b@c",
        "see https://user@example.com/repository.git",
        "mailto:a@example.com and https://example.com/?q=a:b",
        "password=hunter2 is what everybody says",
        "Server=a;Password=<your password>;Database=b",
        "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQ0NDQ0NDQ0NDQ0ND\n-----END CERTIFICATE-----",
        "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE1\n-----END PUBLIC KEY-----",
        "a file beginning with -----BEGIN PRIVATE KEY----- is one",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl me@host",
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0"
            + "IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJib2IifQ.",
        "eyJmb28iOiJiYXIifQ==",
        "npm_config_registry and npm_lifecycle_event are set by npm",
        "hf_hub_download(repo_id, filename)",
        "the hf_transfer_enabled_by_default_in_the_newest_release flag",
        "sig=none in a URL query ?sig=abc&x=y",
        "SG.1 and SG.2 are sections",
        "key-value pairs and key-0123",
        "xoxb-your-token-here-please-replace-it",
        "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
        "whsec_ is the prefix of webhook secrets, sk_live_ that of keys",
        "sk_live_example_key_for_documentation",
        "glpat-xxxxxxxxxxxxxxxxxxxx",
        "the time is 12345678:AAA",
        "Cookie: theme=dark; lang=en",
        "cookie: a small baked treat with chocolate and nuts",
        "machine learning login page password reset",
        "---- BEGIN SSH2 PUBLIC KEY ----\nAAAAB3NzaC1yc2EAAAADAQABAAABAQC7VJTUt9Us8cKjMzEf\n---- END",
        "AGE-SECRET-KEY-1 is how they begin",
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
      })
  void documentationIsNotReported(String text) {
    assertThat(find(text)).as(text).isEmpty();
  }

  @Test
  void randomIdentifiersHashesAndImagesAreNotReported() {
    var random = new Random(7);
    var reported = new ArrayList<String>();
    var all = 0;
    for (var i = 0; i < 2_000; i++) {
      for (var text : lookAlikes(random)) {
        all++;
        if (!find(text).isEmpty()) {
          reported.add(find(text) + " in " + text.substring(0, Math.min(120, text.length())));
        }
      }
    }
    assertThat(reported).as("of %d", all).isEmpty();
  }

  @Test
  void namesOfFieldsAloneAreNotReported() {
    assertThat(
            find(
                "{\"type\":\"object\",\"properties\":{\"SecretAccessKey\":{\"type\":\"string\"}}}"))
        .isEmpty();
    assertThat(find("pass SecretAccessKey, accountKey and privateKey: all of them are required"))
        .isEmpty();
  }

  private static List<String> lookAlikes(RandomGenerator random) {
    var bytes = new byte[32];
    random.nextBytes(bytes);
    var image = new byte[3_000];
    random.nextBytes(image);
    return List.of(
        new UUID(random.nextLong(), random.nextLong()).toString(),
        "commit " + HexFormat.of().formatHex(bytes, 0, 20),
        "sha256:" + HexFormat.of().formatHex(bytes),
        "\"integrity\": \"sha512-" + Base64.getEncoder().encodeToString(bytes) + "\"",
        "data:image/png;base64," + Base64.getEncoder().encodeToString(image),
        "etag W/\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\"",
        HexFormat.of().formatHex(image),
        "https://a.test/" + SecretSamples.text(random, "abcdefghijklmnop0123456789-/", 60),
        "traceparent: 00-" + HexFormat.of().formatHex(bytes, 0, 16) + "-00f067aa0ba902b7-01",
        "session " + SecretSamples.text(random, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 40));
  }

  private static List<Leak> find(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return SecretScanner.all().find(bytes, 0, bytes.length);
  }
}
