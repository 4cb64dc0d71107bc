package dev.gatehouse.core.pins;

import dev.gatehouse.core.registry.Pin;
import dev.gatehouse.core.views.ListKind;
import dev.gatehouse.core.views.ServerView;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What was pinned of one server, and what it shows now. Thread-safe. */
final class Watched {
  /** Of items that clients saw and nobody pinned, so many are told apart. */
  private static final int MOST_TOLD = 1_000;

  private final Pin pin;
  private final TextScan scan;
  private final Map<Pin.Kind, Map<String, PinnedItem>> items = new EnumMap<>(Pin.Kind.class);
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Drift viewed;

  Watched(Pin pin, TextScan scan) {
    this.pin = pin;
    this.scan = scan;
    for (var kind : Pin.Kind.values()) {
      items.put(kind, new HashMap<>());
    }
    for (var item : pin.items()) {
      of(item.kind()).put(item.name(), new PinnedItem(item, scan));
    }
  }

  Pin pin() {
    return pin;
  }

  private Map<String, PinnedItem> of(Pin.Kind kind) {
    return items.getOrDefault(kind, Map.of());
  }

  @Nullable PinnedItem item(Pin.Kind kind, String name) {
    return of(kind).get(name);
  }

  /** The instructions as they were pinned. */
  Optional<String> instructions() {
    return Optional.ofNullable(item(Pin.Kind.INSTRUCTIONS, ""))
        .flatMap(pinned -> Definitions.tree(pinned.item().definition()))
        .map(text -> text.asString(""));
  }

  /** Whether this is the first time that a client was about to get this unpinned item. */
  boolean isNews(Pin.Kind kind, String name) {
    return told.size() < MOST_TOLD && told.add(kind + " " + name);
  }

  /** Holds everything that the server offers now against the pin. */
  Drift look(ServerView view) {
    var changes = new ArrayList<Change>();
    for (var list : ListKind.values()) {
      look(Definitions.kind(list), view.list(list), changes);
    }
    instructions(view, changes);
    var drift = Drift.of(changes, Pin.definitionsHash(Definitions.of(view)));
    viewed = drift;
    return drift;
  }

  private void look(Pin.Kind kind, List<ServerView.Offer> offers, List<Change> changes) {
    var there = new HashMap<String, Optional<Change>>();
    var added = new HashSet<String>();
    for (var offer : offers) {
      var name = offer.target().name();
      var pinned = item(kind, name);
      if (pinned != null) {
        // Of two items of one name, one that has changed decides.
        var change = Optional.ofNullable(pinned.judge(offer.item().json()));
        there.merge(name, change, (first, next) -> first.isPresent() ? first : next);
      } else if (kind != Pin.Kind.RESOURCE && added.add(name)) {
        changes.add(Comparison.added(Definitions.of(kind, name, offer.item().json()), scan));
      }
    }
    for (var pinned : of(kind).values()) {
      var seen = there.get(pinned.item().name());
      Change change = null;
      if (seen != null) {
        change = seen.orElse(null);
      } else if (kind != Pin.Kind.RESOURCE) {
        change = Comparison.removed(pinned.item());
      }
      pinned.viewed(change);
      if (change != null) {
        changes.add(change);
      }
    }
  }

  private void instructions(ServerView view, List<Change> changes) {
    var pinned = item(Pin.Kind.INSTRUCTIONS, "");
    var live = view.about().instructions().map(Definitions::instructions);
    if (pinned == null) {
      live.ifPresent(item -> changes.add(Comparison.added(item, scan)));
    } else if (live.isEmpty()) {
      changes.add(Comparison.removed(pinned.item()));
    } else if (!live.get().hash().equals(pinned.item().hash())) {
      changes.add(Comparison.of(pinned.item(), live.get(), scan));
    }
  }

  /** Everything that is different as far as is known; empty when nobody has looked yet. */
  Optional<Drift> drift() {
    var seen = viewed;
    var changes = new ArrayList<Change>(seen == null ? List.of() : seen.changes());
    var known = new HashSet<String>();
    changes.forEach(change -> known.add(change.kind() + " " + change.name()));
    var more = 0;
    for (var pinned : items.values().stream().flatMap(all -> all.values().stream()).toList()) {
      var change = pinned.change();
      if (change != null && known.add(change.kind() + " " + change.name())) {
        changes.add(change);
        more++;
      }
    }
    if (seen == null) {
      return more == 0 ? Optional.empty() : Optional.of(Drift.of(changes, ""));
    }
    return more == 0
        ? Optional.of(seen)
        : Optional.of(
            new Drift(Drift.of(changes, seen.now()).changes(), seen.count() + more, seen.now()));
  }

  /** Somebody has looked at the server on purpose: what only clients saw counts no more. */
  void forgetRelayed() {
    told.clear();
    items.values().forEach(all -> all.values().forEach(PinnedItem::forgetRelayed));
  }
}
