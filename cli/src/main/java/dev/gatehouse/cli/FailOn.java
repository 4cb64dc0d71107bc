package dev.gatehouse.cli;

import dev.gatehouse.cli.screen.Failure;
import dev.gatehouse.core.inventory.Finding;
import dev.gatehouse.core.spelling.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The words of {@code --fail-on}: kinds of findings, and how grave. */
final class FailOn implements Iterable<String> {
  /** For completion. */
  @Override
  public Iterator<String> iterator() {
    return words().iterator();
  }

  private static List<String> words() {
    var words = new ArrayList<>(Finding.Kind.words());
    Arrays.stream(Finding.Severity.values()).map(Finding.Severity::word).forEach(words::add);
    return words;
  }

  /**
   * The kinds that these words mean.
   *
   * @throws Failure when one means nothing
   */
  static Set<Finding.Kind> kinds(List<String> written) {
    var kinds = EnumSet.noneOf(Finding.Kind.class);
    for (var word : written) {
      var folded = word.strip().toLowerCase(Locale.ROOT);
      var before = kinds.size();
      Finding.Kind.of(folded).ifPresent(kinds::add);
      for (var severity : Finding.Severity.values()) {
        if (severity.word().equals(folded)) {
          Arrays.stream(Finding.Kind.values())
              .filter(kind -> kind.severity().compareTo(severity) <= 0)
              .forEach(kinds::add);
        }
      }
      if (kinds.size() == before && !words().contains(folded)) {
        throw Failure.usage(
            "--fail-on: there is no finding \"" + word + "\"",
            Nearest.to(folded, words())
                .map(near -> "Did you mean \"" + near + "\"?")
                .orElse("there are " + String.join(", ", words())));
      }
    }
    return kinds;
  }
}
