package dev.gatehouse.server.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.gatehouse.core.artifacts.ArtifactVersion;
import dev.gatehouse.core.artifacts.Issue;
import dev.gatehouse.server.http.Json;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The answers of the registry API, in the words of its contract. */
final class Shown {
  static final URI SCHEMA =
      URI.create("https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json");

  private Shown() {}

  /** A page of the list. */
  record ListOf(List<Item> servers, Metadata metadata) {}

  /** {@code nextCursor} is absent at the end; {@code count} is of this page. */
  record Metadata(Optional<String> nextCursor, int count) {}

  /** One version: the document, and beside it what the registry says about it. */
  record Item(@JsonRawValue String server, @JsonProperty("_meta") Meta meta) {}

  /** The {@code server.json} of a server that the gateway reaches. */
  record Document(
      @JsonProperty("$schema") URI schema,
      String name,
      String title,
      String description,
      String version,
      List<Remote> remotes) {}

  /** Where to connect. */
  record Remote(String type, URI url) {}

  /** What the registry itself says; clients drop a page when one entry lacks it. */
  record Meta(@JsonProperty("io.modelcontextprotocol.registry/official") Official official) {}

  /** The block that the contract defines; it takes no other members. */
  record Official(
      String status,
      Optional<String> statusMessage,
      Instant statusChangedAt,
      Instant publishedAt,
      Instant updatedAt,
      boolean isLatest) {}

  /** What became of all versions of a name. */
  record Updated(int updatedCount, List<Item> servers) {}

  /** Whether a document may be published. */
  record Validity(boolean valid, List<Found> issues) {}

  /** One issue, in the small letters of the contract. */
  record Found(String type, String path, String message, String severity, String reference) {}

  /** One version as the contract words it. */
  static Item item(ArtifactVersion version) {
    return new Item(
        withDescription(version),
        new Meta(
            new Official(
                version.status().text(),
                version.statusMessage(),
                version.statusChangedAt(),
                version.publishedAt(),
                version.updatedAt(),
                version.isLatest())));
  }

  /**
   * The document, with a description in any case: clients drop a page when one entry lacks it, and
   * imported ones may.
   */
  private static String withDescription(ArtifactVersion version) {
    var text = version.document();
    if (Json.MAPPER.readTree(text) instanceof ObjectNode document) {
      var description = document.path("description");
      if (!description.isString() || description.asString().isBlank()) {
        return document.put("description", version.name()).toString();
      }
    }
    return text;
  }

  /** Versions as the contract words a list of them. */
  static ListOf list(List<ArtifactVersion> versions, Optional<String> nextCursor) {
    return new ListOf(
        versions.stream().map(Shown::item).toList(), new Metadata(nextCursor, versions.size()));
  }

  /** All issues of a document; it is valid when none of them is an error. */
  static Validity validity(List<Issue> issues) {
    return new Validity(
        issues.stream().noneMatch(issue -> issue.severity() == Issue.Severity.ERROR),
        issues.stream().map(Shown::found).toList());
  }

  private static Found found(Issue issue) {
    return new Found(
        issue.type().name().toLowerCase(Locale.ROOT),
        issue.path(),
        issue.message(),
        issue.severity().name().toLowerCase(Locale.ROOT),
        issue.reference());
  }
}
