package dev.gatehouse.server.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The answers of the registry API, in the words of its contract. */
final class Shown {
  private static final URI SCHEMA =
      URI.create("https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json");

  private Shown() {}

  /** A page of the list. */
  record ListOf(List<Item> servers, Metadata metadata) {}

  /** {@code nextCursor} is absent at the end; {@code count} is of this page. */
  record Metadata(Optional<String> nextCursor, int count) {}

  /** One entry: the document, and beside it what the registry says about it. */
  record Item(Document server, @JsonProperty("_meta") Meta meta) {}

  /** The {@code server.json}. */
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
      Instant statusChangedAt,
      Instant publishedAt,
      Instant updatedAt,
      boolean isLatest) {}

  /** One entry as the contract words it. */
  static Item item(Entry entry) {
    return new Item(
        new Document(
            SCHEMA,
            entry.name(),
            entry.server().text(),
            entry.description(),
            Entry.VERSION,
            List.of(new Remote("streamable-http", entry.url()))),
        new Meta(new Official("active", entry.at(), entry.at(), entry.at(), true)));
  }

  /** Entries as the contract words a list of them. */
  static ListOf list(List<Entry> entries, Optional<String> nextCursor) {
    return new ListOf(
        entries.stream().map(Shown::item).toList(), new Metadata(nextCursor, entries.size()));
  }
}
