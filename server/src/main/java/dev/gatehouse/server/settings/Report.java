package dev.gatehouse.server.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects what is found while one file is read: its problems, and which path stands where. */
final class Report {
  private static final int MOST_PROBLEMS = 100;

  private final String file;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, Place> places = new HashMap<>();
  private int unlisted;

  Report(String file) {
    this.file = file;
  }

  String file() {
    return file;
  }

  void add(At at, String what) {
    add(at, what, Optional.empty());
  }

  void add(At at, String what, Optional<String> suggestion) {
    if (problems.size() == MOST_PROBLEMS) {
      unlisted++;
      return;
    }
    var place = at.place();
    problems.add(
        new Problem(file, place.line(), place.column(), at.path(), sentence(what), suggestion));
  }

  /** Remembers where a path stands. */
  void visit(At at) {
    places.put(at.path(), at.place());
  }

  Map<String, Place> places() {
    return Map.copyOf(places);
  }

  boolean isClean() {
    return problems.isEmpty();
  }

  Problems problems() {
    var all = new ArrayList<>(problems);
    if (unlisted > 0) {
      var last = new Place(Integer.MAX_VALUE, 1);
      all.add(
          new Problem(
              file,
              last.line(),
              last.column(),
              "",
              "There are " + unlisted + " more problems; correct these first.",
              Optional.empty()));
    }
    return new Problems(all);
  }

  private static String sentence(String what) {
    var text = what.strip();
    return text.isEmpty() || ".!?\"".indexOf(text.charAt(text.length() - 1)) >= 0
        ? text
        : text + ".";
  }
}
