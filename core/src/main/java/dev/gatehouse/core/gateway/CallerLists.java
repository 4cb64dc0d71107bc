package dev.gatehouse.core.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.core.guardrails.Guardrails;
import dev.gatehouse.core.pins.Pins;
import dev.gatehouse.core.policy.CallerClass;
import dev.gatehouse.core.policy.Policy;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.core.sealing.Sealer;
import dev.gatehouse.core.views.Directory;
import dev.gatehouse.core.views.ListKind;
import dev.gatehouse.core.views.ServerView;
import dev.gatehouse.protocol.Era;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.LegacyTool;
import dev.gatehouse.protocol.Splice;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The lists of the routes that join many servers: what this caller could call, under its joined
 * names, in one order, page by page. Made once for all callers that may use the same; first pages
 * are kept ready to send.
 */
final class CallerLists {
  private static final int PAGE = 250;
  private static final int PAGE_BYTES = 1 << 20;
  private static final int MOST_BYTES = 64 << 20;
  private static final String CURSOR = "cursor";

  /** What one list depends on; equal keys, equal lists. */
  private record Key(
      Policy policy,
      Guardrails guardrails,
      Pins pins,
      Directory directory,
      Endpoint endpoint,
      CallerClass callers,
      ListKind kind,
      Era era) {}

  private record Entry(String name, byte[] json) {}

  /**
   * One list.
   *
   * @param meta what stands at the end of each page
   * @param modernEnding the same in the modern era, with how long the page may be kept
   * @param legacyStart the whole list as a page, empty when it takes several
   */
  private record Listing(
      List<Entry> entries,
      String meta,
      String modernEnding,
      byte[] legacyStart,
      byte[] modernStart) {
    boolean isOnePage() {
      return legacyStart.length > 0;
    }

    int bytes() {
      var bytes = 1_000L + legacyStart.length + modernStart.length;
      for (var entry : entries) {
        bytes += entry.json.length + 100L;
      }
      return (int) Math.min(bytes, Integer.MAX_VALUE);
    }
  }

  private final Cache<Key, Listing> listings =
      Caffeine.newBuilder()
          .maximumWeight(MOST_BYTES)
          .weigher((Key _, Listing listing) -> listing.bytes())
          .executor(Runnable::run)
          .build();
  private final Sealer sealer;

  CallerLists(Sealer sealer) {
    this.sealer = sealer;
  }

  /**
   * The result of a list request, as JSON.
   *
   * @throws Refused when the cursor was not given to this caller for this list
   */
  byte[] page(Visit visit, Directory directory, ListKind kind) {
    var policy = visit.snapshot().policy();
    var key =
        new Key(
            policy,
            visit.snapshot().guardrails(),
            visit.snapshot().pins(),
            directory,
            visit.arrival().endpoint(),
            policy.callerClass(visit.caller()),
            kind,
            visit.era());
    var listing = listings.get(key, made -> list(visit, made));
    var cursor = visit.message().cursor();
    if (cursor == null && listing.isOnePage()) {
      return visit.era() == Era.MODERN ? listing.modernStart : listing.legacyStart;
    }
    return render(visit, kind, listing, from(visit, kind, listing, cursor));
  }

  private Listing list(Visit visit, Key key) {
    Predicate<Target> mayList = target -> key.policy.mayList(visit.caller(), target);
    Predicate<Target> onRoute = onRoute(key.endpoint, key.policy);
    var entries =
        key.directory
            .offers(key.kind)
            .filter(offer -> onRoute.and(mayList).test(offer.target()))
            .flatMap(offer -> asApproved(key, offer).stream())
            .filter(offer -> mayShow(key.guardrails, offer))
            .map(offer -> entry(key, offer))
            .sorted(Comparator.comparing(Entry::name))
            .toList();
    var meta = partial(visit, key);
    var modern = ending(visit, key) + meta;
    if (pageEnd(entries, 0) < entries.size()) {
      return new Listing(entries, meta, modern, new byte[0], new byte[0]);
    }
    return new Listing(
        entries,
        meta,
        modern,
        finish(key.kind, entries, null, meta),
        finish(key.kind, entries, null, modern));
  }

  /** The offer, with what was pinned where that stands in; empty for what is held back. */
  private static Optional<ServerView.Offer> asApproved(Key key, ServerView.Offer offer) {
    var shown = key.pins.of(offer.target().server()).listed(key.kind, offer.item());
    return Optional.ofNullable(shown).map(item -> new ServerView.Offer(offer.target(), item));
  }

  /** On a toolset's route only what the toolset names is there. */
  static Predicate<Target> onRoute(Endpoint endpoint, Policy policy) {
    return endpoint instanceof Endpoint.Toolset(var name)
        ? target -> policy.inToolset(name, target)
        : _ -> true;
  }

  private static boolean mayShow(Guardrails guardrails, ServerView.Offer offer) {
    return guardrails.mayShow(offer.target().server(), offer.item().json(), offer.item().keySpan());
  }

  /** Inspected here, once for all who get the list, and not again when it is sent. */
  private static Entry entry(Key key, ServerView.Offer offer) {
    var json = offer.item().json();
    var server = offer.target().server();
    if (key.kind == ListKind.RESOURCES || key.kind == ListKind.TEMPLATES) {
      return new Entry(offer.item().key(), key.guardrails.item(server, json).message());
    }
    var name = key.directory.name(offer.target());
    var renamed = new Splice(json).replace(offer.item().keySpan(), JsonRpc.quote(name)).apply();
    var inspected = key.guardrails.item(server, renamed).message();
    var isBridged = key.era == Era.LEGACY && key.kind == ListKind.TOOLS;
    return new Entry(name, isBridged ? LegacyTool.listed(inspected) : inspected);
  }

  /** Where the page that begins here ends: after so many items, or so many bytes. */
  private static int pageEnd(List<Entry> entries, int from) {
    var to = from;
    var size = 0;
    while (to < entries.size() && to - from < PAGE && size < PAGE_BYTES) {
      size += entries.get(to).json.length;
      to++;
    }
    return to;
  }

  private byte[] render(Visit visit, ListKind kind, Listing listing, int from) {
    var entries = listing.entries;
    var to = pageEnd(entries, from);
    var next =
        to == entries.size()
            ? null
            : sealer.seal(
                CURSOR,
                bond(visit, kind),
                entries.get(to - 1).name.getBytes(StandardCharsets.UTF_8));
    var ending = visit.era() == Era.MODERN ? listing.modernEnding : listing.meta;
    return finish(kind, entries.subList(from, to), next, ending);
  }

  private static byte[] finish(
      ListKind kind, List<Entry> page, @Nullable String next, String ending) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(utf8("{\"" + kind.field() + "\":["));
    for (var i = 0; i < page.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      out.writeBytes(page.get(i).json);
    }
    out.write(']');
    if (next != null) {
      out.writeBytes(utf8(",\"nextCursor\":" + JsonRpc.quote(next)));
    }
    out.writeBytes(utf8(ending + "}"));
    return out.toByteArray();
  }

  /** A page may be kept as long as the shortest-lived list of the caller's servers. */
  private static String ending(Visit visit, Key key) {
    var ttl =
        key.directory.views().stream()
            .filter(view -> key.policy.mayReach(visit.caller(), view.server()))
            .mapToLong(view -> view.about().ttlMs().orElse(Keeping.LONGEST))
            .reduce(Keeping.LONGEST, Math::min);
    return ",\"resultType\":\"complete\",\"ttlMs\":" + ttl + ",\"cacheScope\":\"private\"";
  }

  /** Marks a list that lacks what a server of the caller's that does not answer would add. */
  private static String partial(Visit visit, Key key) {
    var silent = new ArrayList<String>();
    for (var view : key.directory.views()) {
      if (view.trouble().isPresent() && key.policy.mayReach(visit.caller(), view.server())) {
        silent.add(JsonRpc.quote(view.server().text()));
      }
    }
    return silent.isEmpty()
        ? ""
        : ",\"_meta\":{\"dev.gatehouse/partial\":{\"servers\":"
            + silent.stream().collect(Collectors.joining(",", "[", "]"))
            + "}}";
  }

  private int from(Visit visit, ListKind kind, Listing listing, @Nullable String cursor) {
    if (cursor == null) {
      return 0;
    }
    var last =
        sealer
            .open(CURSOR, bond(visit, kind), cursor)
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            .orElseThrow(() ->
                new Refused(
                    new Refusal.BadMessage(
                        200,
                        JsonRpc.INVALID_PARAMS,
                        "this cursor was not given to this caller for this list:"
                            + " start again without one",
                        "")));
    var index = 0;
    while (index < listing.entries.size() && listing.entries.get(index).name.compareTo(last) <= 0) {
      index++;
    }
    return index;
  }

  private static String bond(Visit visit, ListKind kind) {
    var caller = visit.caller().id();
    var path = visit.arrival().endpoint().path();
    return caller.length() + ":" + caller + path.length() + ":" + path + kind.method();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
