package dev.gatehouse.core.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of other registries, of any age. */
class ListingTest {
  private static Listing read(String record) throws NotReadable {
    return Listing.read(record.getBytes(StandardCharsets.UTF_8));
  }

  private static String json(Listing listing) {
    return listing.document().toText();
  }

  @Test
  void areReadAsTheOfficialRegistryListsThem() throws NotReadable {
    var listing =
        read(
            """
            {"server":{"$schema":"https://static.modelcontextprotocol.io/schemas/2025-10-17/server.schema.json#/definitions/ServerDetail",
              "name":"a.b/cd","description":"d","version":"1.0.0","repository":{},
              "packages":[{"registryType":"npm","identifier":"x","version":"latest","transport":{"type":"stdio"}}]},
             "_meta":{"io.modelcontextprotocol.registry/official":{"status":"deprecated",
              "publishedAt":"2025-09-08T23:47:09.452138Z","updatedAt":"2025-09-09T00:16:49.16262Z","isLatest":true}}}
            """);

    assertThat(listing.issues()).isEmpty();
    assertThat(listing.document().schemaDate()).contains("2025-10-17");
    assertThat(json(listing)).doesNotContain("repository", "latest").contains("2025-12-11");
    var official = listing.official().orElseThrow();
    assertThat(official.status()).isEqualTo(Status.DEPRECATED);
    assertThat(official.isLatest()).isTrue();
    assertThat(official.publishedAt()).contains(Instant.parse("2025-09-08T23:47:09.452138Z"));
  }

  @Test
  void areBroughtUpToDateFromTheTimeOfUnderscores() throws NotReadable {
    var listing =
        read(
            """
            {"$schema":"https://static.modelcontextprotocol.io/schemas/2025-07-09/server.schema.json",
             "name":"a.b/cd","description":"d","version":"1.0.0","status":"deprecated",
             "website_url":"https://example.com",
             "packages":[{"registry_type":"pypi","identifier":"x","version":"1","transport":{"type":"stdio"},
               "package_arguments":[{"type":"positional","value_hint":"dir","is_required":true,
                 "variables":{"is_secret":{"is_secret":true}}}]}],
             "_meta":{"io.modelcontextprotocol.registry/official":{"id":"1","published_at":"2025-08-01T00:00:00Z","is_latest":true}}}
            """);

    assertThat(listing.issues()).isEmpty();
    assertThat(json(listing))
        .contains("\"websiteUrl\"", "\"registryType\"", "\"valueHint\"")
        .contains("\"variables\":{\"is_secret\":{\"isSecret\":true}}")
        .doesNotContain("\"status\"", "published_at");
    assertThat(listing.official().orElseThrow().status()).isEqualTo(Status.DEPRECATED);
    assertThat(listing.official().orElseThrow().isLatest()).isTrue();
  }

  @Test
  void areReadFromTheFirstSeed() throws NotReadable {
    var listing =
        read(
            """
            {"id":"4e9c","name":"io.github.x/y1","description":"d",
             "version_detail":{"version":"0.0.1-seed","release_date":"2025-05-16T18:56:49Z","is_latest":true},
             "packages":[{"registry_name":"npm","name":"@x/y","version":"0.0.46",
               "environment_variables":[{"name":"API_KEY","description":"k"}]}],
             "remotes":[{"transport_type":"sse","url":"https://example.com/sse"}]}
            """);

    assertThat(listing.issues()).isEmpty();
    assertThat(listing.document().version()).isEqualTo("0.0.1-seed");
    assertThat(listing.document().packageIdentifiers()).containsExactly("@x/y");
    assertThat(listing.document().remoteUrls()).containsExactly("https://example.com/sse");
    assertThat(listing.official().orElseThrow().publishedAt())
        .contains(Instant.parse("2025-05-16T18:56:49Z"));
  }

  @Test
  void areKeptWithWhatIsOdd() throws NotReadable {
    var listing =
        read(
            """
            {"server":{"name":"a b","version":"1","description":"%s"},
             "_meta":{"io.modelcontextprotocol.registry/official":{"status":"gone","publishedAt":"yesterday"}}}
            """
                .formatted("x".repeat(200)));

    assertThat(listing.issues())
        .extracting(Issue::path)
        .containsExactly("name", "description", "status", "_meta.publishedAt");
    assertThat(listing.official().orElseThrow().status()).isEqualTo(Status.ACTIVE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{}",
        "{\"name\":\"a.b/c\"}",
        "{\"name\":7,\"version\":\"1\"}",
        "{\"name\":\"a.b/cd\",\"name\":\"e.f/gh\",\"version\":\"1\"}",
        "{\"server\":{}}"
      })
  void areNothingWithoutANameAndAVersion(String record) {
    assertThatExceptionOfType(NotReadable.class).isThrownBy(() -> read(record));
  }

  @Test
  void areReadUpToABound() {
    assertThatExceptionOfType(NotReadable.class)
        .isThrownBy(() -> read(" ".repeat(Documents.MOST_BYTES + 1)))
        .withMessageContaining("at most");
    assertThatExceptionOfType(NotReadable.class).isThrownBy(() -> read("[".repeat(1_000)));
  }
}
