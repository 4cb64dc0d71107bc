package dev.gatehouse.store.sqlite;

import dev.gatehouse.testkit.StoredThings;
import java.io.IOException;
import java.nio.file.Path;

/** Another process on the same directory: declares one server, says so, and waits to be killed. */
final class AnotherGateway {
  private AnotherGateway() {}

  static Process on(Path directory) throws IOException {
    var java = ProcessHandle.current().info().command().orElseThrow();
    return new ProcessBuilder(
            java,
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            AnotherGateway.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @SuppressWarnings("SystemOut") // the parent reads it
  public static void main(String[] arguments) throws IOException {
    var stores = new SqliteStores(Path.of(arguments[0]));
    stores.servers().put(StoredThings.server("crm"));
    System.out.println("written");
    while (System.in.read() >= 0) {
      // Until the parent kills this process, or ends itself and so closes the pipe.
    }
  }
}
