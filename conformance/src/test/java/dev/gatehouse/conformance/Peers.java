package dev.gatehouse.conformance;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The installed npm packages of {@code conformance/peers}: real servers, real clients and the
 * official suite, with the Node that runs them. The build installs them before the tests.
 *
 * @param home the folder with {@code package.json} and {@code node_modules}
 */
record Peers(Path home) {
  /** Those that the build installed; the property {@code peers.home} says where. */
  static Peers installed() {
    var home = Path.of(System.getProperty("peers.home", "peers")).toAbsolutePath();
    if (!Files.isDirectory(home.resolve("node_modules"))) {
      throw new IllegalStateException(
          "no npm packages in " + home + "; run \"node install.mjs\" there, as the build does");
    }
    return new Peers(home);
  }

  /** The pinned Node 24, or the machine's own where it has no package (it must be 22 or later). */
  Path node() {
    var pinned = home.resolve("node_modules/.bin/node");
    return Files.isExecutable(pinned) ? pinned : Path.of("node");
  }

  /** A script of this project, such as {@code fixture.mjs}. */
  Path script(String name) {
    return home.resolve(name);
  }

  /** A file of an installed package. */
  Path module(String path) {
    return home.resolve("node_modules").resolve(path);
  }

  /** A file of the peers that are not of npm, which may not be here. */
  Path other(String path) {
    return Path.of(System.getProperty("peers.others", "target/peers"))
        .toAbsolutePath()
        .resolve(path);
  }
}
