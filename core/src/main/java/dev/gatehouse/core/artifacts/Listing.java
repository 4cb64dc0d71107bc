package dev.gatehouse.core.artifacts;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One version as another registry lists it, read leniently: what cannot be understood of it becomes
 * an issue and never loses the record, as long as it has a name and a version.
 *
 * @param document in its newest form
 * @param official what that registry says of it, empty when it says nothing
 * @param issues what was odd, none of which kept it out
 * @see <a
 *     href="https://github.com/modelcontextprotocol/registry/blob/main/docs/reference/api/openapi.yaml">ServerResponse</a>
 */
public record Listing(ServerDocument document, Optional<Official> official, List<Issue> issues) {
  /**
   * What the other registry says.
   *
   * @param isLatest whether it holds this version for the newest
   */
  public record Official(
      Status status,
      Optional<String> statusMessage,
      Optional<Instant> publishedAt,
      Optional<Instant> updatedAt,
      boolean isLatest) {}

  public Listing {
    issues = List.copyOf(issues);
  }

  /**
   * Reads a record of a list: a document with what is said of it beside, a document alone, or one
   * of the first seed files.
   *
   * @throws NotReadable when no name and version can be found in it
   */
  public static Listing read(byte[] record) throws NotReadable {
    var read = Documents.read(record);
    var wrapped = read.path("server").isObject();
    var document = ServerDocument.of(wrapped ? read.get("server") : read);
    var issues = new ArrayList<>(document.shapeIssues());
    var said = official(read, issues);
    return new Listing(document, said, issues);
  }

  /** Until 2025-09-29 the status stood in the document. */
  private static Optional<Official> official(JsonNode record, List<Issue> issues) {
    var meta = record.path("_meta").path(ServerDocument.OFFICIAL);
    var detail = record.path("version_detail");
    if (meta.isObject()) {
      var status = meta.has("status") ? meta.get("status") : record.path("status");
      return Optional.of(said(meta, status, issues));
    }
    if (detail.isObject()) {
      var released = moment(detail, "release_date", issues);
      return Optional.of(
          new Official(
              Status.ACTIVE,
              Optional.empty(),
              released,
              released,
              detail.path("is_latest").asBoolean(false)));
    }
    return Optional.empty();
  }

  private static Official said(JsonNode meta, JsonNode statusNode, List<Issue> issues) {
    var word = statusNode.asString(Status.ACTIVE.text());
    var status = Status.of(word);
    if (status.isEmpty()) {
      issues.add(odd("status", "is no status that is known, so it counts as active"));
    }
    return new Official(
        status.orElse(Status.ACTIVE),
        Optional.ofNullable(meta.path("statusMessage").asString(null)),
        moment(meta, meta.has("published_at") ? "published_at" : "publishedAt", issues),
        moment(meta, meta.has("updated_at") ? "updated_at" : "updatedAt", issues),
        meta.path(meta.has("is_latest") ? "is_latest" : "isLatest").asBoolean(false));
  }

  private static Optional<Instant> moment(JsonNode meta, String name, List<Issue> issues) {
    var text = meta.path(name).asString("");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      issues.add(
          odd("_meta." + name, "is no moment as RFC 3339 writes it, so it counts as unknown"));
      return Optional.empty();
    }
  }

  private static Issue odd(String path, String message) {
    return new Issue(Issue.Type.SEMANTIC, path, message, Issue.Severity.WARNING, "listing");
  }
}
