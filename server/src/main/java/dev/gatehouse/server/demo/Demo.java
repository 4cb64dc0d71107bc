package dev.gatehouse.server.demo;

import dev.gatehouse.server.House;
import dev.gatehouse.server.settings.BuiltInKinds;
import dev.gatehouse.server.settings.Problems;
import dev.gatehouse.server.settings.SettingsLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Sets the tour up in a folder of its own, takes it, and clears everything away. */
public final class Demo {
  private Demo() {}

  /**
   * Runs the tour.
   *
   * @param home the project's own folder
   * @return exit code: 0 when everything came out as told
   */
  public static int run(Path home, PrintWriter out, PrintWriter err) throws InterruptedException {
    try {
      var folder = Files.createTempDirectory("gatehouse-demo").toRealPath();
      try {
        return tour(home, folder, out);
      } finally {
        remove(folder);
      }
    } catch (Problems problems) {
      err.println(problems.getMessage());
    } catch (IOException e) {
      err.println("gatehouse: " + e.getMessage());
    }
    err.flush();
    return 1;
  }

  private static int tour(Path home, Path folder, PrintWriter out)
      throws IOException, Problems, InterruptedException {
    var docs = Files.createDirectory(folder.resolve("docs"));
    Files.writeString(docs.resolve("hello.txt"), "hello from a real file\n");
    out.println("  starting server-everything (HTTP), server-filesystem and server-memory (stdio)");
    out.println("  the first time they are fetched from npm, which takes a moment");
    out.flush();
    try (var servers = DemoServers.start(home)) {
      var loaded =
          new SettingsLoader(BuiltInKinds.ALL).decode(Tour.settings(servers, docs), "demo");
      try (var house = House.open(loaded, House.Options.in(folder))) {
        out.println("  gateway on " + house.publicUrl());
        var failures = new Tour(house, out).take(docs);
        out.println();
        out.println(
            failures == 0
                ? "Yours next:  ./gatehouse up"
                : failures + " steps did not come out as told");
        out.flush();
        return failures == 0 ? 0 : 1;
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
