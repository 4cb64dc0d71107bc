package dev.gatehouse.core.guardrails;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What a guardrail does to one message: replacements in rising order, and findings. */
final class Editing {
  private record Replacement(int from, int to, byte[] by) {}

  private final Part part;
  private final List<Finding> findings;
  private final List<Replacement> replacements = new ArrayList<>();
  private Supplier<String> pointer = () -> "";
  private int stringFrom;
  private int stringTo;
  private int found;

  Editing(Part part, List<Finding> findings) {
    this.part = part;
    this.findings = findings;
  }

  Part part() {
    return part;
  }

  int found() {
    return found;
  }

  /** Opens one value: nothing outside of it can be replaced until the next one is opened. */
  void opens(int from, int to, Supplier<String> where) {
    stringFrom = from;
    stringTo = to;
    pointer = where;
  }

  void replace(int from, int to, byte[] by) {
    var after = replacements.isEmpty() ? 0 : replacements.getLast().to;
    if (from < Math.max(stringFrom, after) || to > stringTo || from > to) {
      throw new IllegalArgumentException(
          "a guardrail may only replace inside of a string, in order");
    }
    replacements.add(new Replacement(from, to, by));
  }

  void found(String rule, String what, Finding.Action action) {
    found++;
    if (findings.size() < Guardrails.MOST_FINDINGS) {
      findings.add(new Finding(rule, what, pointer.get(), action));
    }
  }

  /** How much longer the message gets; negative when shorter. */
  int growth() {
    var growth = 0L;
    for (var replacement : replacements) {
      growth += replacement.by.length - (replacement.to - replacement.from);
    }
    return Math.toIntExact(growth);
  }

  byte[] applied(byte[] message) {
    if (replacements.isEmpty()) {
      return message;
    }
    var edited = new byte[Math.addExact(message.length, growth())];
    var read = 0;
    var written = 0;
    for (var replacement : replacements) {
      var kept = replacement.from - read;
      System.arraycopy(message, read, edited, written, kept);
      written += kept;
      System.arraycopy(replacement.by, 0, edited, written, replacement.by.length);
      written += replacement.by.length;
      read = replacement.to;
    }
    System.arraycopy(message, read, edited, written, message.length - read);
    return edited;
  }
}
