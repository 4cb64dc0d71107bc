package dev.gatehouse.cli;

import dev.gatehouse.cli.remote.Facts;
import dev.gatehouse.cli.screen.Amounts;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a server offers otherwise than it was approved, field by field, for a reviewer. */
final class DriftStory {
  private static final int LONGEST = 300;

  private DriftStory() {}

  static void tell(Screen screen, Facts drift) {
    pin(screen, drift);
    if (drift.number("count") == 0) {
      return;
    }
    screen.facts(
        "changed",
        List.of(
            Amounts.count(drift.number("count"), "item"),
            painted(screen, drift.text("meaning")),
            mode(drift.text("mode"))));
    for (var change : drift.items("changes").toList()) {
      screen.facts(
          "",
          List.of(
              (change.text("kind") + " " + change.text("name")).strip(),
              painted(screen, change.text("meaning"))));
      for (var edit : change.items("edits").toList()) {
        tell(screen, edit, change.text("meaning"));
      }
    }
  }

  private static void pin(Screen screen, Facts drift) {
    if (!drift.has("pin")) {
      return;
    }
    var pin = drift.at("pin");
    var facts = new ArrayList<String>();
    facts.add(Amounts.count(pin.number("items"), "item"));
    facts.add("by " + pin.text("by"));
    facts.add(Times.moment(pin.text("at")));
    facts.add("mode " + drift.text("mode"));
    screen.facts("pinned", facts);
  }

  /** One difference: where, what was pinned, and what is there now. */
  private static void tell(Screen screen, Facts edit, String meaningOfAll) {
    var path = edit.optional("path").filter(text -> !text.isEmpty()).orElse("the whole");
    var meaning = edit.text("meaning");
    screen.fact("", "  " + path + (meaning.equals(meaningOfAll) ? "" : " (" + meaning + ")"));
    line(screen, "- ", edit.optional("before"), Tone.BAD);
    line(screen, "+ ", edit.optional("after"), Tone.GOOD);
  }

  private static void line(Screen screen, String sign, Optional<String> text, Tone tone) {
    text.ifPresent(words -> screen.fact("", "    " + screen.paint(tone, sign) + cut(words)));
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private static String painted(Screen screen, String meaning) {
    return screen.paint(meaning.equals("breaking") ? Tone.BAD : Tone.CAUTION, meaning);
  }

  private static String mode(String mode) {
    return switch (mode) {
      case "block" -> "held back until it is approved";
      case "pinned" -> "served as it was pinned; what is breaking is held back";
      default -> "only recorded";
    };
  }
}
