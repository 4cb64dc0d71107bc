package dev.gatehouse.core.inventory;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** How images are started. */
final class Containers {
  /** Options that stand alone; every other one has a value, in the same word or the next. */
  private static final Set<String> ALONE =
      Set.of(
          "--rm",
          "--init",
          "--detach",
          "--interactive",
          "--tty",
          "--privileged",
          "--read-only",
          "--publish-all",
          "--no-healthcheck",
          "--oom-kill-disable",
          "--sig-proxy",
          "--quiet",
          "--disable-content-trust",
          "--help");

  private static final Pattern SHORT_ALONE = Pattern.compile("-[itdPq]+");
  private static final int SHORT = 2;

  private Containers() {}

  static Optional<StartCommand> run(Words words, String through) {
    var rest = words;
    while (!rest.all().isEmpty() && !rest.first().equals("run")) {
      rest = rest.behind(1);
    }
    rest = rest.behind(1);
    while (rest.first().startsWith("-")) {
      rest = rest.behind(hasValueBehind(rest.first()) ? 2 : 1);
    }
    return Packages.image(rest.first()).map(image -> new StartCommand(image, through));
  }

  private static boolean hasValueBehind(String option) {
    if (option.startsWith("--")) {
      return !option.contains("=") && !ALONE.contains(option);
    }
    return option.length() == SHORT && !SHORT_ALONE.matcher(option).matches();
  }
}
