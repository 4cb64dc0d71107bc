package dev.gatehouse.server.settings;

import java.util.regex.Pattern;

/**
 * What a settings record said of values it does not take, and the setting that it meant: a message
 * that begins with a key of the block, as in {@code keep is 1d to 3650d}, or with a path and a
 * colon, as in {@code environment.TOKEN: …}, is put there; any other at the block itself.
 */
record Complaint(String what, At at) {
  private static final Pattern PATH =
      Pattern.compile("([A-Za-z0-9_.-]+)(:?)\\s+(.*)", Pattern.DOTALL);

  static Complaint of(String message, Node node, At at) {
    var begins = PATH.matcher(message);
    if (!begins.matches()) {
      return new Complaint(message, at);
    }
    var here = at;
    var walked = node;
    for (var step : begins.group(1).split("\\.", -1)) {
      var key = Shapes.dashed(step);
      var entries = walked instanceof Node.Mapping(_, var all) ? all : null;
      var name = entries != null && entries.containsKey(step) ? step : key;
      var entry = entries == null ? null : entries.get(name);
      if (entry == null) {
        break;
      }
      here = here.entry(name, entry.place());
      walked = entry.value();
    }
    var named = !here.equals(at) && !begins.group(2).isEmpty();
    return new Complaint(named ? begins.group(3) : message, here);
  }

  void addTo(Report report) {
    report.add(at, what);
  }
}
