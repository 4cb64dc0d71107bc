package dev.gatehouse.core.artifacts;

import java.util.ArrayList;
import java.util.List;

/** Collects what is found, up to a bound: a hostile document may be wrong everywhere. */
final class Issues {
  private static final int MOST = 200;

  private final List<Issue> found = new ArrayList<>();

  void add(Issue issue) {
    if (found.size() < MOST) {
      found.add(issue);
    }
  }

  List<Issue> all() {
    return List.copyOf(found);
  }
}
