package dev.gatehouse.cli;

import dev.gatehouse.cli.remote.Facts;
import dev.gatehouse.cli.screen.Amounts;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is known of a server, for a person who decides about it. */
final class ServerStory {
  private ServerStory() {}

  /** Everything that bears on approving it. */
  static void tell(Screen screen, Facts server) {
    screen.facts("server", head(server));
    screen.facts("approval", approval(server.at("approval")));
    if (server.has("seen")) {
      seen(screen, server.at("seen"));
    } else {
      screen.fact("found", unseen(server));
    }
    DriftStory.tell(screen, server.at("drift"));
  }

  /** What is not as it was approved, for a list; empty when everything is. */
  static Optional<String> drifted(Facts server) {
    var drift = server.at("drift");
    return drift.number("count") == 0
        ? Optional.empty()
        : Optional.of(
            "drift: "
                + drift.text("meaning")
                + ", "
                + Amounts.count(drift.number("count"), "item"));
  }

  /** How it is reached, in words that show what would run. */
  static String where(Facts server) {
    return server
        .optional("url")
        .orElseGet(() ->
            String.join(" ", server.texts("command").stream().map(ServerStory::word).toList()));
  }

  private static List<String> head(Facts server) {
    var facts = new ArrayList<String>();
    facts.add(server.text("name"));
    facts.add(where(server));
    server.optional("httpTransport").ifPresent(word -> facts.add("transport " + word));
    facts.add("fingerprint " + server.text("fingerprint"));
    facts.add(server.text("origin").equals("file") ? "of the settings file" : "of the store");
    if (server.says("believePublic")) {
      facts.add("shared caches may keep what it calls public");
    }
    return facts;
  }

  private static List<String> approval(Facts approval) {
    var facts = new ArrayList<String>();
    facts.add(approval.text("state"));
    approval.optional("by").ifPresent(by -> facts.add("by " + by));
    approval.optional("at").map(Times::moment).ifPresent(facts::add);
    approval.optional("why").ifPresent(facts::add);
    return facts;
  }

  private static void seen(Screen screen, Facts seen) {
    var trouble = seen.optional("trouble");
    if (trouble.isPresent()) {
      screen.fact("found", screen.paint(Tone.BAD, "not reached") + ": " + trouble.get());
      return;
    }
    screen.facts("found", found(seen));
    screen.facts(
        "offers",
        List.of(
            Amounts.count(seen.number("tools"), "tool"),
            Amounts.count(seen.number("prompts"), "prompt"),
            Amounts.count(seen.number("resources"), "resource")));
    tools(screen, seen);
    var findings = seen.texts("findings");
    if (findings.isEmpty()) {
      screen.fact("danger", "nothing looks dangerous");
    }
    for (var finding : findings) {
      screen.fact("danger", screen.paint(Tone.CAUTION, "! ") + finding);
    }
  }

  /** A tool a line, with what it says of itself: whoever approves a server approves these words. */
  private static void tools(Screen screen, Facts seen) {
    var offered = seen.items("offered").toList();
    var label = "tools";
    for (var tool : offered) {
      var facts = new ArrayList<String>();
      facts.add(tool.text("name"));
      tool.optional("summary").ifPresent(facts::add);
      screen.facts(label, facts);
      label = "";
    }
    var more = seen.number("tools") - offered.size();
    if (!offered.isEmpty() && more > 0) {
      screen.fact("", "and " + Amounts.count(more) + " more");
    }
  }

  /** What an approval lets the gateway do. */
  static void consequence(Screen screen, Facts server) {
    screen.fact(
        "approving",
        (server.text("transport").equals("stdio")
                ? "lets the gateway run, as its own user: "
                : "lets the gateway send calls to ")
            + where(server));
  }

  private static List<String> found(Facts seen) {
    var facts = new ArrayList<String>();
    seen.optional("implementation").ifPresent(facts::add);
    Optional.of((seen.text("era") + " " + seen.text("protocolVersion")).strip())
        .filter(era -> !era.isEmpty())
        .ifPresent(facts::add);
    facts.add("looked at " + Times.moment(seen.text("at")));
    return facts;
  }

  private static String unseen(Facts server) {
    return server.text("transport").equals("stdio")
        ? "nothing yet: no program is started before somebody approves it"
        : "nothing yet: nobody has asked it";
  }

  private static String word(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./~-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
