package dev.gatehouse.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs of the machine that the benchmark needs.
 *
 * @param wrk the load generator
 * @param nginx the plain proxy to compare with
 */
record Programs(Path wrk, Path nginx) {

  /**
   * Finds them.
   *
   * @throws Missing when one is not there; the message says what to install
   */
  static Programs find() throws Missing {
    var wrk = find("wrk");
    var nginx = find("nginx");
    var packages = new ArrayList<String>();
    if (wrk.isEmpty()) {
      packages.add("wrk");
    }
    if (nginx.isEmpty()) {
      packages.add("nginx-light");
    }
    if (!packages.isEmpty()) {
      throw new Missing(packages);
    }
    return new Programs(wrk.orElseThrow(), nginx.orElseThrow());
  }

  private static Optional<Path> find(String name) {
    var path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(
            Arrays.stream(path.split(File.pathSeparator, -1)),
            Stream.of("/usr/sbin", "/usr/local/sbin"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A program is not installed. */
  static final class Missing extends Exception {
    private static final long serialVersionUID = 1L;

    Missing(List<String> packages) {
      super(
          "the benchmark needs wrk (load) and nginx (to compare with). Install what is missing:\n"
              + "  apt-get install "
              + String.join(" ", packages));
    }
  }
}
