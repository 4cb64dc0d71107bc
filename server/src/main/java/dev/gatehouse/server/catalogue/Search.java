package dev.gatehouse.server.catalogue;

import dev.gatehouse.core.artifacts.ArtifactQuery;
import dev.gatehouse.core.artifacts.ArtifactQuery.Which;
import dev.gatehouse.core.artifacts.ArtifactVersion;
import dev.gatehouse.core.artifacts.ReviewState;
import dev.gatehouse.core.sealing.Sealer;
import dev.gatehouse.server.http.Declined;
import dev.gatehouse.server.http.Problem;
import dev.gatehouse.server.http.Query;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a list request asks for. Its cursor carries the whole of it, because VS Code sends nothing
 * but the cursor for the second page; a parameter beside the cursor goes before what the cursor
 * says. Cursors are sealed, so that nobody begins to depend on what is in them.
 *
 * @param query what is asked for, from where on
 */
record Search(ArtifactQuery query) {
  private static final int MOST = 100;
  private static final int USUAL = 30;
  private static final int LONGEST_CURSOR = 4_096;
  private static final int LONGEST_TEXT = 256;
  private static final String PURPOSE = "registry-cursor";

  /** The latest of every name, as many at once as there may be. */
  static final Search LATEST =
      new Search(
          new ArtifactQuery(
              "",
              "",
              1_000,
              "",
              Optional.empty(),
              new Which.Latest(),
              false,
              Set.of(ReviewState.APPROVED)));

  /**
   * Reads a query.
   *
   * @throws Declined with 400 or 422 when it asks for something that cannot be
   */
  static Search of(Query query, Sealer sealer) {
    var before = query.value("cursor").map(cursor -> ofCursor(cursor, sealer)).orElse(Query.of(""));
    var since = either(query, before, "updated_since").map(Search::instant);
    var deleted = either(query, before, "include_deleted");
    if (since.isPresent() && deleted.filter("false"::equals).isPresent()) {
      throw new Declined(
          Problem.badRequest(
              "updated_since includes deleted servers, so include_deleted=false cannot stand"
                  + " beside it",
              "leave include_deleted out"));
    }
    return new Search(
        new ArtifactQuery(
            before.value("after").orElse(""),
            before.value("at").orElse(""),
            query.value("limit").isPresent()
                ? query.number("limit", 1, MOST, USUAL)
                : before.number("limit", 1, MOST, USUAL),
            bounded(either(query, before, "search").orElse("").strip()),
            since,
            either(query, before, "version").map(Search::which).orElse(new Which.All()),
            since.isPresent() || deleted.filter("true"::equals).isPresent(),
            Set.of(ReviewState.APPROVED)));
  }

  private static Which which(String version) {
    return version.equals("latest") ? new Which.Latest() : new Which.Exactly(version);
  }

  /** The same search, going on behind this version. */
  Search behind(ArtifactVersion last) {
    return new Search(query.behind(last.name(), last.version()));
  }

  /** As one opaque word of letters, digits, {@code -} and {@code _}. */
  String cursor(Sealer sealer) {
    var text = new StringBuilder("limit=" + query.limit());
    append(text, "after", query.afterName());
    append(text, "at", query.afterVersion());
    append(text, "search", query.text());
    append(text, "include_deleted", Boolean.toString(query.includeDeleted()));
    query.updatedAfter().ifPresent(since -> append(text, "updated_since", since.toString()));
    switch (query.which()) {
      case Which.All() -> {}
      case Which.Latest() -> append(text, "version", "latest");
      case Which.Exactly(var version) -> append(text, "version", version);
    }
    return sealer.sealStable(PURPOSE, "", text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void append(StringBuilder query, String name, String value) {
    query
        .append('&')
        .append(name)
        .append('=')
        .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
  }

  private static Query ofCursor(String cursor, Sealer sealer) {
    return Optional.of(cursor)
        .filter(text -> text.length() <= LONGEST_CURSOR)
        .flatMap(text -> sealer.openStable(PURPOSE, "", text))
        .map(bytes -> Query.of(new String(bytes, StandardCharsets.UTF_8)))
        .orElseThrow(() ->
            new Declined(
                Problem.badRequest(
                    "the cursor is not one of this registry",
                    "begin again without a cursor, and send metadata.nextCursor as it came")));
  }

  private static Optional<String> either(Query query, Query before, String name) {
    return query.value(name).or(() -> before.value(name));
  }

  private static String bounded(String text) {
    if (text.length() > LONGEST_TEXT) {
      throw new Declined(
          Problem.unprocessable("search is longer than 256 characters", "search for less"));
    }
    return text.toLowerCase(Locale.ROOT);
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException _) {
      throw new Declined(
          Problem.badRequest(
              "updated_since is not a time of RFC 3339",
              "send for example updated_since=2026-11-24T10:00:00Z"));
    }
  }
}
