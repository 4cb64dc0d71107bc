package dev.gatehouse.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The whole joined list of many servers from the cached view, in both eras: page for page under
 * load, by one client alone, and what the gateway that holds it weighs.
 */
final class ManyLists implements Study {
  static final String GROUP = "many";

  private static final int CONNECTIONS = 16;
  private static final int WALKS = 10;
  private static final int MOST_PAGES = 200;
  private static final double MIB = 1 << 20;
  private static final Pattern NEXT = Pattern.compile("\"nextCursor\":\"([^\"]+)\"");
  private static final Pattern TOOL = Pattern.compile("\"inputSchema\"");

  private final Client client;
  private final int tools;
  private final int rounds;
  private final Target modern;
  private final Target legacy;

  /**
   * A list that was read from its beginning to its end.
   *
   * @param cursors of its pages, the first one's empty
   */
  record Walk(List<String> cursors, int tools, long nanos) {
    Walk {
      cursors = List.copyOf(cursors);
    }
  }

  private ManyLists(Client client, int tools, int rounds, Target modern, Target legacy) {
    this.client = client;
    this.tools = tools;
    this.rounds = rounds;
    this.modern = modern;
    this.legacy = legacy;
  }

  /**
   * Plans it on a gateway that is there.
   *
   * @param modern a list in the modern era, first page
   * @param legacy the same list inside a session
   * @param tools how many it must hold
   */
  static void plan(Lab lab, Target modern, Target legacy, int tools, int rounds)
      throws IOException {
    for (var list : List.of(modern, legacy)) {
      var pages = list.pages(walk(lab.client(), list).cursors());
      lab.warm().add(pages);
      lab.figures().add(new Figure(GROUP, pages, CONNECTIONS, 0));
    }
    lab.studies().add(new ManyLists(lab.client(), tools, rounds, modern, legacy));
  }

  @Override
  public String name() {
    return GROUP + " whole lists and memory";
  }

  @Override
  public void run(Readings readings, List<String> problems) throws IOException {
    for (var list : List.of(modern, legacy)) {
      for (var i = 0; i < WALKS * rounds; i++) {
        var walk = walk(client, list);
        var what = list.name() + ", all " + walk.cursors().size() + " pages, one client";
        readings.add(GROUP, what, "ms", walk.nanos() / 1e6);
        if (walk.tools() != tools) {
          problems.add(
              "%s, %s: a whole list has %d tools, not %d"
                  .formatted(GROUP, list.name(), walk.tools(), tools));
          break;
        }
      }
    }
    var memory = Memory.of(modern.pid());
    readings.add(GROUP, "the process (heap of fixed size)", "MiB", memory.resident() / MIB);
    readings.add(GROUP, "live objects in its heap", "MiB", memory.live() / MIB);
  }

  /**
   * Reads a list page after page.
   *
   * @throws IOException when a page does not come, or the pages do not end
   */
  static Walk walk(Client client, Target list) throws IOException {
    var cursors = new ArrayList<String>();
    var tools = 0;
    var cursor = "";
    var began = System.nanoTime();
    do {
      if (cursors.size() == MOST_PAGES) {
        throw new IOException(list.name() + " goes on after " + MOST_PAGES + " pages");
      }
      cursors.add(cursor);
      var page = client.once(list, list.page(cursors.size(), cursor)).body();
      var found = TOOL.matcher(page).results().count();
      if (found == 0) {
        var start = page.substring(0, Math.min(page.length(), 300));
        throw new IOException(
            list.name() + ", page " + cursors.size() + ", has no tools: " + start);
      }
      tools += (int) found;
      var next = NEXT.matcher(page);
      cursor = next.find() ? next.group(1) : "";
    } while (!cursor.isEmpty());
    return new Walk(cursors, tools, System.nanoTime() - began);
  }
}
