package dev.gatehouse.core.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * Real records, where the machine has them: in the folder that the system property {@code
 * gatehouse.seed} names, or in {@code shared/data/registry-seed} beside the project. They are not
 * part of the project.
 */
class SeedDataTest {
  private static InputStream seed(String name) throws IOException {
    var named = System.getProperty("gatehouse.seed");
    var folder =
        named == null
            ? Path.of("").toAbsolutePath().resolve("../../shared/data/registry-seed")
            : Path.of(named);
    var file = folder.resolve(name);
    assumeTrue(Files.isReadable(file), () -> "no real records here: " + file);
    return new GZIPInputStream(Files.newInputStream(file));
  }

  private static List<Listing> dump() throws IOException, NotReadable {
    var listings = new ArrayList<Listing>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                seed("official-v0-2025-12-18.ndjson.gz"), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        listings.add(Listing.read(line.getBytes(StandardCharsets.UTF_8)));
      }
    }
    return listings;
  }

  @Test
  void isImportedWithoutLosingARecord() throws Exception {
    var listings = dump();

    assertThat(listings).hasSize(2_794);
    assertThat(listings.stream().map(listing -> listing.document().name()).distinct())
        .hasSize(1_108);
    assertThat(listings).allMatch(listing -> listing.official().isPresent());
    assertThat(listings.stream().filter(listing -> listing.official().get().isLatest()))
        .hasSize(1_108);
  }

  @Test
  void namesTheSchemasThatItsReadmeCounts() throws Exception {
    var dates = new TreeMap<String, Integer>();
    dump()
        .forEach(listing ->
            dates.merge(listing.document().schemaDate().orElse("none"), 1, Integer::sum));

    assertThat(dates)
        .containsEntry("2025-10-17", 1_520)
        .containsEntry("2025-09-29", 1_059)
        .containsEntry("2025-09-16", 158)
        .containsEntry("2025-12-11", 54)
        .containsEntry("2025-07-09", 3);
  }

  @Test
  void failsTheNewestSchemaAsOftenAsAValidatorOfJsonSchemaSays() throws Exception {
    var listings = dump();

    assertThat(listings.stream().filter(one -> !one.document().originalShapeIssues().isEmpty()))
        .hasSize(280);
    assertThat(listings.stream().filter(one -> !one.issues().isEmpty())).hasSizeLessThan(11);
  }

  /** Seven of its records are empty: without a name there is nothing to keep them under. */
  @Test
  void holdsTheFirstSeedToo() throws Exception {
    try (var file = seed("official-legacy-seed-2025-05-16.json.gz")) {
      var records = new JsonMapper().readTree(file).valueStream().toList();
      var named = records.stream().filter(one -> !one.path("name").asString().isEmpty()).toList();
      for (var record : named) {
        var listing = Listing.read(record.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(listing.official()).isPresent();
      }
      assertThat(records).hasSize(471);
      assertThat(named).hasSize(464);
    }
  }
}
