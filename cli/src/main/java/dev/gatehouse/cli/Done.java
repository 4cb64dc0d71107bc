package dev.gatehouse.cli;

import dev.gatehouse.cli.remote.Reply;
import dev.gatehouse.cli.screen.Screen;

/** Says that a change was made, and under which reference it is recorded. */
final class Done {
  private Done() {}

  static void say(Printing printing, Screen screen, String what, Reply reply) {
    if (printing.json()) {
      reply.facts().ifPresent(facts -> printing.object(screen, facts));
    } else if (!screen.isQuiet()) {
      screen.line(what + reply.record().map(record -> "   recorded as " + record).orElse(""));
    }
  }
}
