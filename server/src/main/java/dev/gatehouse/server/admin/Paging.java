package dev.gatehouse.server.admin;

import dev.gatehouse.server.http.Declined;
import dev.gatehouse.server.http.Json.Page;
import dev.gatehouse.server.http.Problem;
import dev.gatehouse.server.http.Query;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Lists that may grow, a page at a time: {@code limit} from 1 to 1,000, {@code cursor} from the
 * page before. Goes on in the right place also when items came and went between the pages.
 */
final class Paging {
  static final int MOST = 1_000;
  static final int USUAL = 100;

  private Paging() {}

  /**
   * One page of the items in the order of their keys.
   *
   * @param key a unique text by which the items are sorted
   * @throws Declined with 400 or 422 when limit or cursor is none
   */
  static <T> Page<T> page(List<T> items, Function<T, String> key, Query query) {
    var limit = query.number("limit", 1, MOST, USUAL);
    var after = query.value("cursor").map(Paging::decoded).orElse("");
    var rest =
        items.stream()
            .sorted(Comparator.comparing(key))
            .filter(item -> key.apply(item).compareTo(after) > 0)
            .limit(limit + 1L)
            .toList();
    return rest.size() <= limit
        ? new Page<>(rest, Optional.empty())
        : new Page<>(rest.subList(0, limit), Optional.of(encoded(key.apply(rest.get(limit - 1)))));
  }

  private static String encoded(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new Declined(
          Problem.badRequest(
              "the cursor is not one of this list",
              "begin again without a cursor, and send next as it came"));
    }
  }
}
