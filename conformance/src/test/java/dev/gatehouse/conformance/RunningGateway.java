package dev.gatehouse.conformance;

import dev.gatehouse.core.gateway.Gateway;
import dev.gatehouse.core.identity.ApiKey;
import dev.gatehouse.server.House;
import dev.gatehouse.server.Overrides;
import dev.gatehouse.server.settings.BuiltInKinds;
import dev.gatehouse.server.settings.Problems;
import dev.gatehouse.server.settings.SettingsLoader;
import dev.gatehouse.store.sqlite.SqliteStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A gateway inside this JVM, on a free port of the loopback address, with a data directory of its
 * own; closing it ends it and removes the directory. Its API keys are in the store before it opens.
 */
final class RunningGateway implements AutoCloseable {
  private final Path folder;
  private final Map<String, String> keys;
  private final House house;

  private RunningGateway(Path folder, Map<String, String> keys, House house) {
    this.folder = folder;
    this.keys = keys;
    this.house = house;
  }

  /** Opens one with an API key for each of the roles, which has the role's name. */
  static RunningGateway open(String settings, String... roles) {
    return open(settings, Gateway.Threads.EVENT_LOOP_FIRST, roles);
  }

  /**
   * Opens one.
   *
   * @param settings what stands in its file beside the address and the data directory, which come
   *     first
   * @param threads where calls run
   */
  static RunningGateway open(String settings, Gateway.Threads threads, String... roles) {
    try {
      var folder = Files.createTempDirectory("gatehouse-");
      var keys = keys(Files.createDirectories(folder.resolve("data")), List.of(roles));
      var loaded =
          new SettingsLoader(BuiltInKinds.ALL)
              .decode(
                  """
                  listen: 127.0.0.1:0
                  data: ./data
                  """
                      + settings,
                  "gatehouse.yaml");
      return new RunningGateway(
          folder,
          keys,
          House.open(
              loaded, new House.Options(folder, Optional.empty(), Overrides.NONE, threads, 2)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Problems e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * Puts one API key for each role into the store of a gateway that does not run yet.
   *
   * @return the text of each, by its role
   */
  static Map<String, String> keys(Path data, List<String> roles) {
    var texts = new LinkedHashMap<String, String>();
    try (var stores = new SqliteStores(data)) {
      stores.open();
      for (var role : roles) {
        var key =
            ApiKey.create(
                role, Set.of(role), Map.of(), Instant.now(), Optional.empty(), new SecureRandom());
        stores.keys().add(key.stored());
        texts.put(role, key.text().reveal());
      }
    }
    return texts;
  }

  /** A URL of it, for example that of {@code /mcp}. */
  URI url(String path) {
    return house.address().resolve(path);
  }

  /** The text of the API key with this role. */
  String key(String role) {
    var text = keys.get(role);
    if (text == null) {
      throw new IllegalArgumentException("no key was made for " + role);
    }
    return text;
  }

  /** A caller on this route, with the key of this role. */
  Caller caller(String role, String path) {
    return Caller.of(url(path)).withBearer(key(role));
  }

  /** All that an administrator or a thief of the disk can read of it, by where it stands. */
  Map<String, String> sinks() {
    var sinks = new LinkedHashMap<>(CanariesIT.files(data()));
    for (var path :
        List.of(
            "/metrics",
            "/admin/v1/audit",
            "/admin/v1/servers",
            "/admin/v1/keys",
            "/v0.1/servers")) {
      sinks.put(path, caller("administrator", path).get().body());
    }
    return sinks;
  }

  /** Where everything is that it writes. */
  Path data() {
    return house.data();
  }

  @Override
  public void close() {
    house.close();
    remove(folder);
  }

  static void remove(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
