package dev.gatehouse.server.desk;

import dev.gatehouse.core.pins.Change;
import dev.gatehouse.core.pins.Drift;
import dev.gatehouse.core.pins.PinnedServer;
import dev.gatehouse.core.registry.DriftMode;
import dev.gatehouse.core.registry.Pin;
import dev.gatehouse.server.admin.DriftView;
import java.util.List;
import java.util.Locale;

/** What is known of pins, in the words of the admin API. */
final class DriftViews {
  private static final int MOST_SHOWN = 100;

  private DriftViews() {}

  static DriftView of(DriftMode mode, PinnedServer pinned) {
    var drift = pinned.drift();
    return new DriftView(
        word(mode),
        pinned.pin().map(DriftViews::pin),
        drift.map(Drift::count).orElse(0),
        drift.flatMap(Drift::meaning).map(DriftViews::word),
        drift.map(Drift::changes).orElse(List.of()).stream()
            .limit(MOST_SHOWN)
            .map(DriftViews::change)
            .toList());
  }

  private static DriftView.PinView pin(Pin pin) {
    return new DriftView.PinView(
        pin.by(), pin.at(), pin.items().size(), pin.toolsHash(), pin.definitionsHash());
  }

  private static DriftView.ChangeView change(Change change) {
    return new DriftView.ChangeView(
        word(change.kind()),
        change.name(),
        word(change.meaning()),
        change.edits().stream()
            .map(edit ->
                new DriftView.EditView(
                    edit.path(), word(edit.meaning()), edit.before(), edit.after()))
            .toList());
  }

  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}
