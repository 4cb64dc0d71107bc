package dev.gatehouse.core.pins;

import dev.gatehouse.core.registry.Pin;
import dev.gatehouse.protocol.LegacyTool;
import dev.gatehouse.protocol.ListPage;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson.Bounds;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One pinned item, and what its server shows of it now. Thread-safe. Bytes that were judged once
 * are known again, so that a list that stays the same costs no hashing.
 */
final class PinnedItem {
  /** What was found out about these bytes; no change when they mean what was pinned. */
  private record Judged(byte[] json, @Nullable Change change) {
    boolean isOf(byte[] other) {
      return Arrays.equals(json, other);
    }
  }

  private final Pin.Item item;
  private final TextScan scan;
  private volatile @Nullable Judged same;
  private volatile @Nullable Judged other;
  private volatile @Nullable Change inView;
  private volatile @Nullable Change inRelay;
  private volatile ListPage.@Nullable Item asPinned;
  private volatile Pin.@Nullable Item legacyForm;

  PinnedItem(Pin.Item item, TextScan scan) {
    this.item = item;
    this.scan = scan;
  }

  Pin.Item item() {
    return item;
  }

  /** How this definition differs from the pin; null when it means the same. */
  @Nullable Change judge(byte[] json) {
    var known = same;
    if (known != null && known.isOf(json)) {
      return null;
    }
    var changed = other;
    if (changed != null && changed.isOf(json)) {
      return changed.change;
    }
    var live = Definitions.of(item.kind(), item.name(), json);
    if (live.hash().equals(item.hash()) || live.hash().equals(inLegacyForm().hash())) {
      same = new Judged(json, null);
      return null;
    }
    var change = change(live);
    other = new Judged(json, change);
    return change;
  }

  /** Against whichever form it came in: the form is the gateway's doing, and not the server's. */
  private Change change(Pin.Item live) {
    var change = Comparison.of(item, live, scan);
    var inOtherForm = inLegacyForm();
    if (inOtherForm.hash().equals(item.hash())) {
      return change;
    }
    var other = Comparison.of(inOtherForm, live, scan);
    return other.meaning().compareTo(change.meaning()) < 0 ? other : change;
  }

  /** A tool as clients of the legacy era are shown it; everything else as it is. */
  private Pin.Item inLegacyForm() {
    var known = legacyForm;
    if (known == null) {
      var isTool = item.kind() == Pin.Kind.TOOL && item.definition().length > 0;
      known =
          isTool
              ? Definitions.of(item.kind(), item.name(), LegacyTool.listed(item.definition()))
              : item;
      legacyForm = known;
    }
    return known;
  }

  /** What is different now, as seen by the gateway itself or by a client; null for nothing. */
  @Nullable Change change() {
    var seen = inView;
    return seen != null ? seen : inRelay;
  }

  /** What the gateway's own look found. What a client saw before is settled when it is the same. */
  void viewed(@Nullable Change change) {
    var relayed = inRelay;
    if (change != null && relayed != null && change.now().equals(relayed.now())) {
      inRelay = null;
    }
    inView = change;
  }

  /**
   * What a client was about to get.
   *
   * @return whether this is news
   */
  boolean relayed(Change change) {
    if (isSame(inView, change) || isSame(inRelay, change)) {
      return false;
    }
    inRelay = change;
    return true;
  }

  private static boolean isSame(@Nullable Change known, Change change) {
    return known != null && known.now().equals(change.now());
  }

  /** What clients saw has been looked at. */
  void forgetRelayed() {
    inRelay = null;
  }

  /** The item as it was pinned, to be listed in place of what is there now. */
  Optional<ListPage.Item> asPinned() {
    var known = asPinned;
    if (known != null) {
      return Optional.of(known);
    }
    var read = read();
    asPinned = read.orElse(null);
    return read;
  }

  private Optional<ListPage.Item> read() {
    var field = item.kind() == Pin.Kind.TOOL ? "tools" : "prompts";
    var page =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\""
            + field
            + "\":["
            + new String(item.definition(), StandardCharsets.UTF_8)
            + "]}}";
    try {
      var bytes = page.getBytes(StandardCharsets.UTF_8);
      return ListPage.read(bytes, field, Bounds.DEFAULT).items().stream().findFirst();
    } catch (Malformed e) {
      return Optional.empty();
    }
  }
}
