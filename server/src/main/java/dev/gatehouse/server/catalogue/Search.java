package dev.gatehouse.server.catalogue;

import dev.gatehouse.server.http.Declined;
import dev.gatehouse.server.http.Problem;
import dev.gatehouse.server.http.Query;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Optional;

/**
 * What a list request asks for. Its cursor carries the whole of it, because VS Code sends nothing
 * but the cursor for the second page; a parameter beside the cursor goes before what the cursor
 * says. A cursor holds nothing that a client might not ask for anyway, so it is not signed.
 *
 * @param limit most entries on a page, 1 to 100
 * @param after only entries behind this name, empty for all
 * @param text only entries that mention it, empty for all
 * @param updatedSince only entries that changed later than this
 * @param version only this version, or {@code latest}
 */
record Search(
    int limit,
    String after,
    String text,
    Optional<Instant> updatedSince,
    Optional<String> version) {
  private static final int MOST = 100;
  private static final int USUAL = 30;
  private static final int LONGEST_CURSOR = 4_096;
  private static final int LONGEST_TEXT = 256;

  /**
   * Reads a query.
   *
   * @throws Declined with 400 or 422 when it asks for something that cannot be
   */
  static Search of(Query query) {
    var before = query.value("cursor").map(Search::ofCursor).orElse(Query.of(""));
    var since = either(query, before, "updated_since").map(Search::instant);
    if (since.isPresent() && query.value("include_deleted").filter("false"::equals).isPresent()) {
      throw new Declined(
          Problem.badRequest(
              "updated_since includes deleted servers, so include_deleted=false cannot stand"
                  + " beside it",
              "leave include_deleted out"));
    }
    return new Search(
        query.value("limit").isPresent()
            ? query.number("limit", 1, MOST, USUAL)
            : before.number("limit", 1, MOST, USUAL),
        before.value("after").orElse(""),
        bounded(either(query, before, "search").orElse("").strip()),
        since,
        either(query, before, "version"));
  }

  /** Whether the entry is one of those asked for, wherever it stands. */
  boolean wants(Entry entry) {
    return (text.isEmpty() || entry.mentions(text))
        && updatedSince.map(since -> entry.at().isAfter(since)).orElse(true)
        && version.map(one -> one.equals("latest") || one.equals(Entry.VERSION)).orElse(true);
  }

  /** The same search, going on behind this name. */
  Search from(String name) {
    return new Search(limit, name, text, updatedSince, version);
  }

  /** As one opaque word of letters, digits, {@code -} and {@code _}. */
  String cursor() {
    var query = new StringBuilder("limit=" + limit);
    append(query, "after", after);
    append(query, "search", text);
    updatedSince.ifPresent(since -> append(query, "updated_since", since.toString()));
    version.ifPresent(one -> append(query, "version", one));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(query.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void append(StringBuilder query, String name, String value) {
    query
        .append('&')
        .append(name)
        .append('=')
        .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
  }

  private static Query ofCursor(String cursor) {
    try {
      if (cursor.length() <= LONGEST_CURSOR) {
        var bytes = Base64.getUrlDecoder().decode(cursor);
        var query = Query.of(new String(bytes, StandardCharsets.UTF_8));
        if (query.value("after").isPresent()) {
          return query;
        }
      }
    } catch (IllegalArgumentException | Declined _) {
      // Said below: a cursor is right or it is not.
    }
    throw new Declined(
        Problem.badRequest(
            "the cursor is not one of this registry",
            "begin again without a cursor, and send metadata.nextCursor as it came"));
  }

  private static Optional<String> either(Query query, Query before, String name) {
    return query.value(name).or(() -> before.value(name));
  }

  private static String bounded(String text) {
    if (text.length() > LONGEST_TEXT) {
      throw new Declined(
          Problem.unprocessable("search is longer than 256 characters", "search for less"));
    }
    return text;
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
