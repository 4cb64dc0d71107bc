package dev.gatehouse.server;

import dev.gatehouse.server.settings.HostPort;
import dev.gatehouse.server.settings.Loaded;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the command line says instead of the settings file; it holds for the whole run, whatever the
 * file says later.
 *
 * @param port where to listen on the address of the file
 * @param data the data directory
 */
public record Overrides(Optional<Integer> port, Optional<Path> data) {
  /** The file's word in everything. */
  public static final Overrides NONE = new Overrides(Optional.empty(), Optional.empty());

  /** The settings with what the command line says in place. */
  public Loaded over(Loaded loaded) {
    var settings = loaded.settings();
    var listen = port.map(number -> at(settings.listen(), number)).orElse(settings.listen());
    return new Loaded(
        settings.with(listen, data.orElse(settings.data())), loaded.from(), loaded.places());
  }

  private static HostPort at(HostPort listen, int port) {
    var text = listen.text();
    return new HostPort(text.substring(0, text.lastIndexOf(':') + 1) + port);
  }
}
