package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.Failure;
import dev.gatehouse.cli.screen.Surroundings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The key of an MCP client that is not a person: from a file that only its owner may read, or from
 * {@code GATEHOUSE_KEY}. Never the login of whoever started it, nor the first key of a gateway on
 * this machine: a client is not its administrator.
 */
public final class ClientKey {
  private static final String VARIABLE = "GATEHOUSE_KEY";

  private ClientKey() {}

  /**
   * The key, when there is one.
   *
   * @throws Failure when the file is not there, is open to others, or holds no key
   */
  public static Optional<Key> find(Surroundings here, Optional<Path> file) {
    if (file.isEmpty()) {
      return here.variable(VARIABLE).map(text -> Key.of(text, VARIABLE));
    }
    var path = file.get();
    return Optional.of(
        Credentials.secretFile(path)
            .map(text -> Key.of(text, path.toString()))
            .orElseThrow(() ->
                Failure.usage(
                    "there is no file " + path, "put the client's key there, with mode 600")));
  }
}
