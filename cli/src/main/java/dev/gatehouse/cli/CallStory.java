package dev.gatehouse.cli;

import dev.gatehouse.cli.remote.Facts;
import dev.gatehouse.cli.screen.Amounts;
import dev.gatehouse.cli.screen.Plain;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Why a call was, or would be, allowed or refused, for a person. */
final class CallStory {
  private static final Pattern LONG_NUMBER = Pattern.compile("[0-9]{4,18}");

  private static final Pattern PLACED = Pattern.compile("^(\\S+) (\\S+:[0-9]+)");

  private static final Map<String, String> NOW =
      Map.of(
          "allowed", "would be allowed",
          "refused", "would be refused",
          "depends", "depends on arguments that the record does not hold",
          "unknown", "would be unknown: nothing grants it");

  private CallStory() {}

  /** A call that was made. */
  static void made(Screen screen, Facts story) {
    var happened = story.at("happened");
    screen.line(
        Times.moment(happened.text("at"))
            + "  "
            + screen.paint(Tone.STRONG, story.text("target"))
            + "   "
            + outcome(screen, happened));
    because(screen, story);
    happened
        .optional("place")
        .map(place ->
            LONG_NUMBER.matcher(place).replaceAll(it -> Amounts.count(Long.parseLong(it.group()))))
        .ifPresent(place -> screen.fact("record", place));
    if (happened.has("rules")) {
      rules(screen, happened.at("rules"));
    }
  }

  /** Records keep which rule decided; what it says is read from the rules of now. */
  private static void rules(Screen screen, Facts rules) {
    var since = "in force since " + Times.moment(rules.text("since"));
    if (rules.says("decided")) {
      screen.fact("rules", "the ones that decided, " + since);
      return;
    }
    screen.facts(
        "rules",
        List.of(
            screen.paint(Tone.CAUTION, "not, or not surely, the ones that decided:"),
            "told by those of now, " + since));
    screen.fact("then", rules.optional("then").orElse("no rule took part"));
    rules.optional("now").ifPresent(now -> screen.fact("now", NOW.getOrDefault(now, now)));
  }

  /** A call that might be made. */
  static void possible(Screen screen, Facts story) {
    var condition = story.optional("condition");
    var facts = new ArrayList<String>();
    facts.add(
        story.optional("forbid").or(() -> story.optional("rule")).orElse("nothing grants it"));
    var allowed = story.says("allowed");
    if (story.optional("forbid").isEmpty()) {
      condition.ifPresent(text -> facts.add((allowed ? "when  " : "needs  ") + text));
    }
    if (story.says("depends")) {
      screen.fact("depends on arguments", facts.removeFirst());
      facts.forEach(fact -> screen.fact("", fact));
    } else {
      screen.facts(allowed ? "yes" : "no", facts);
    }
    values(screen, story);
    story.optional("allowedIf").ifPresent(would -> screen.fact("would be allowed if", would));
  }

  private static String outcome(Screen screen, Facts happened) {
    var outcome = happened.text("outcome");
    var words = new ArrayList<String>();
    words.add(screen.paint(outcome.equals("ok") ? Tone.GOOD : Tone.BAD, outcome));
    happened.fraction("millis").ifPresent(millis -> words.add("after " + Amounts.millis(millis)));
    var sentence = String.join(" ", words);
    return happened.says("upstreamContacted") ? sentence : sentence + ", upstream not contacted";
  }

  private static void because(Screen screen, Facts story) {
    screen.facts("caller", caller(story.at("caller")));
    var grant = new ArrayList<String>();
    grant.add(story.optional("rule").map(CallStory::rule).orElse("none applies"));
    story.optional("condition").ifPresent(condition -> grant.add(" needs  " + condition));
    screen.facts("grant", grant);
    values(screen, story);
    screen.fact("forbid", story.optional("forbid").map(CallStory::rule).orElse("none applies"));
    story.optional("allowedIf").ifPresent(would -> screen.fact("would be allowed if", would));
  }

  private static List<String> caller(Facts caller) {
    var facts = new ArrayList<String>();
    var agent = caller.optional("agent").map(name -> "agent " + name);
    var user = caller.optional("user").map(name -> "for user " + name);
    agent
        .map(one -> user.map(two -> one + "  " + two).orElse(one))
        .or(() -> user)
        .ifPresent(facts::add);
    var key = caller.optional("credential").map(shown -> "key " + shown);
    var roles = "roles " + String.join(", ", caller.texts("roles"));
    facts.add(key.map(one -> one + "  " + roles).orElse(roles));
    return facts;
  }

  private static void values(Screen screen, Facts story) {
    var values =
        story.json().path("values").properties().stream()
            .map(value ->
                Plain.text(value.getKey()) + " = " + Plain.text(value.getValue().toString()))
            .toList();
    if (!values.isEmpty()) {
      screen.facts("values", values);
    }
  }

  /** A rule and, apart from it, where it stands. */
  private static String rule(String rule) {
    return PLACED.matcher(rule).replaceFirst("$1   $2");
  }
}
