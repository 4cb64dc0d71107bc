package dev.gatehouse.core.guardrails;

import dev.gatehouse.core.leaks.Unescaped;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import java.time.Duration;

/** One guardrail's way through one message. */
final class Inspection implements StringWalk.Visitor {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Guardrail guardrail;
  private final Editing editing;
  private final StringWalk walk;
  private final byte[] json;
  private final Passage passage;

  Inspection(Guardrail guardrail, Editing editing, StringWalk walk, byte[] json) {
    this.guardrail = guardrail;
    this.editing = editing;
    this.walk = walk;
    this.json = json;
    this.passage = new Passage(editing, guardrail.rule(), json);
  }

  void run() {
    try {
      walk.forEach(this);
    } catch (StringWalk.Broken broken) {
      var cause =
          "guardrail " + guardrail.rule() + " cannot read a message: " + broken.getMessage();
      throw new Refused(new Refusal.NotDecided(cause, RETRY_AFTER));
    }
  }

  @Override
  public void value(int nameFrom, int nameTo, int from, int to) {
    editing.opens(from, to, walk::pointer);
    var start = nameFrom < 0 ? from : nameFrom;
    if (!hasEscape(start, to)) {
      passage.show(start, from, to);
    } else if (nameFrom < 0) {
      passage.show(Unescaped.json(json, from, to), from);
    } else {
      passage.show(Unescaped.json(json, nameFrom, nameTo), Unescaped.json(json, from, to), from);
    }
    guardrail.inspect(passage);
  }

  @Override
  public void name(int from, int to) {
    editing.opens(to, to, walk::pointer);
    if (hasEscape(from, to)) {
      var none = Unescaped.json(json, to, to);
      passage.show(Unescaped.json(json, from, to), none, to);
    } else {
      passage.show(from, to, to);
    }
    guardrail.inspect(passage);
  }

  private boolean hasEscape(int from, int to) {
    for (var i = from; i < to; i++) {
      if (json[i] == '\\') {
        return true;
      }
    }
    return false;
  }
}
