package dev.gatehouse.cli;

import dev.gatehouse.cli.remote.Address;
import dev.gatehouse.cli.remote.Credentials;
import dev.gatehouse.cli.remote.Key;
import dev.gatehouse.cli.remote.Remote;
import dev.gatehouse.cli.screen.Exit;
import dev.gatehouse.cli.screen.Failure;
import dev.gatehouse.cli.screen.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Keeping a key for a gateway, and forgetting it. */
final class LoginCommands {
  private LoginCommands() {}

  @Command(
      name = "login",
      description = {
        "Keeps a key for a gateway.",
        "It is read from the terminal or from standard input, and tried first.",
        "It is kept in $XDG_CONFIG_HOME/gatehouse/credentials, which only you may read, and sent to"
            + " this one address alone."
      },
      footer = "login --at https://gatehouse.example.com")
  static final class Login implements Callable<Integer> {
    private static final int LONGEST = 8 * 1024;

    private final Surroundings here;

    @Mixin private Printing printing = new Printing();
    @Mixin private Reaching reaching = new Reaching();

    Login(Surroundings here) {
      this.here = here;
    }

    @Override
    public Integer call() {
      var address = reaching.safe(reaching.forTypedKey(here));
      var key = read(address);
      var version = new Remote(here, address, Optional.of(key)).get("version");
      Credentials.of(here).keep(address, key);
      var screen = printing.screen(here);
      if (printing.json()) {
        printing.object(screen, version);
      } else if (!screen.isQuiet()) {
        screen.line(
            "logged in to "
                + address
                + " (Gatehouse "
                + version.text("version")
                + ")   kept in "
                + Credentials.of(here).file());
      }
      return Exit.YES.code();
    }

    // From JDK 25 on the console is null again where there is no terminal.
    @SuppressWarnings("SystemConsoleNull")
    private Key read(Address address) {
      var console = here.terminals().input() ? System.console() : null;
      if (console != null) {
        var typed = console.readPassword("  Key for %s: ", address);
        return Key.of(typed == null ? "" : new String(typed), "the terminal");
      }
      try {
        var bytes = here.input().readNBytes(LONGEST);
        return Key.of(new String(bytes, StandardCharsets.UTF_8), "standard input");
      } catch (IOException e) {
        throw Failure.failed("standard input cannot be read", "pipe the key into login");
      }
    }
  }

  @Command(
      name = "logout",
      description = {"Forgets the key that is kept for a gateway.", "The key itself stays valid."},
      footer = "logout --at https://gatehouse.example.com")
  static final class Logout implements Callable<Integer> {
    private final Surroundings here;

    @Mixin private Printing printing = new Printing();
    @Mixin private Reaching reaching = new Reaching();

    Logout(Surroundings here) {
      this.here = here;
    }

    @Override
    public Integer call() {
      var address = reaching.forTypedKey(here);
      var screen = printing.screen(here);
      if (!Credentials.of(here).forget(address)) {
        throw Failure.failed(
            "no key is kept for " + address, "name the address that you logged in to with --at");
      }
      screen.next(
          "Forgot the key for " + address + ". To end it for everybody:",
          java.util.List.of("key revoke NAME"));
      return Exit.YES.code();
    }
  }
}
