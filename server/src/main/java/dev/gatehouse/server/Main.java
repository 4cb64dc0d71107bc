package dev.gatehouse.server;

import dev.gatehouse.core.gateway.Gateway;
import dev.gatehouse.server.settings.BuiltInKinds;
import dev.gatehouse.server.settings.SettingsLoader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The program. */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws Exception {
    var base = Path.of("").toAbsolutePath();
    var file = Path.of(args.length > 1 ? args[1] : SettingsLoader.DEFAULT_NAME);
    var loaded = new SettingsLoader(BuiltInKinds.ALL).loadOrDefaults(file);
    var house =
        House.open(
            loaded,
            new House.Options(base, Gateway.Threads.EVENT_LOOP_FIRST, 0, Optional.of(file)));
    System.out.println(house.address());
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(house::drain));
    new CountDownLatch(1).await();
  }
}
