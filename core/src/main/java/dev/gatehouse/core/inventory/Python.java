package dev.gatehouse.core.inventory;

import java.util.Optional;
import java.util.Set;

/** How packages of PyPI are started. */
final class Python {
  private static final Set<String> WITH_VALUE =
      Set.of(
          "--from",
          "--python",
          "-p",
          "--with",
          "--with-editable",
          "--with-requirements",
          "--index",
          "--index-url",
          "-i",
          "--extra-index-url",
          "--default-index",
          "--directory",
          "--project",
          "--cache-dir",
          "--config-file",
          "--spec",
          "--pip-args");

  private Python() {}

  static Optional<StartCommand> uvx(Words words) {
    return started(words, words.valueOf("--from"), "uvx");
  }

  static Optional<StartCommand> pipx(Words words) {
    return started(words, words.valueOf("--spec"), "pipx");
  }

  private static Optional<StartCommand> started(
      Words words, Optional<String> from, String through) {
    var named = from.orElse(words.behindOptions(WITH_VALUE).first());
    return Packages.pypi(named)
        .map(identity -> {
          // A bridge is what it leads to, not itself.
          var isBridge = identity.identifier().equals("mcp-proxy");
          var url = words.all().stream().map(WebAddress::of).flatMap(Optional::stream).findFirst();
          return isBridge && url.isPresent()
              ? new StartCommand(
                  Identity.of(Identity.Kind.URL, url.get().shown()), identity.identifier())
              : new StartCommand(identity, through);
        });
  }
}
