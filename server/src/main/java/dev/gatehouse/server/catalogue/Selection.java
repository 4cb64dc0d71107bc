package dev.gatehouse.server.catalogue;

import dev.gatehouse.core.artifacts.ArtifactVersion;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which versions a catalogue shows, by their names and where they came from. Immutable.
 *
 * @param include patterns of which one must fit; all names fit when there is none
 * @param exclude patterns of which none may fit
 * @param sources of which it must be one; any will do when there is none
 */
record Selection(List<NamePattern> include, List<NamePattern> exclude, Set<String> sources) {
  /** Everything. */
  static final Selection OF_ALL = new Selection(List.of(), List.of(), Set.of());

  Selection {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    sources = Set.copyOf(sources);
  }

  static Selection of(CatalogueSettings settings) {
    return new Selection(
        settings.include().stream().map(NamePattern::of).toList(),
        settings.exclude().stream().map(NamePattern::of).toList(),
        Set.copyOf(settings.sources()));
  }

  boolean takes(ArtifactVersion version) {
    var name = version.name();
    return (include.isEmpty() || include.stream().anyMatch(pattern -> pattern.fits(name)))
        && exclude.stream().noneMatch(pattern -> pattern.fits(name))
        && (sources.isEmpty() || sources.contains(version.source()));
  }

  /** Whether it is a part only, so that a search for a page may have to go far. */
  boolean isPart() {
    return !equals(OF_ALL);
  }

  /** Before this name it takes nothing; empty when it may take any. */
  Optional<String> first() {
    return include.stream().map(NamePattern::beginning).min(Shelf.AS_TEXT);
  }

  /** Whether it takes nothing at this name and behind it. */
  boolean endsBefore(String name) {
    return !include.isEmpty() && include.stream().allMatch(pattern -> pattern.endsBefore(name));
  }

  /**
   * A name of the registry, or all that begin like it.
   *
   * @param beginning what stands before the star
   */
  record NamePattern(String beginning, boolean isWhole) {
    static NamePattern of(String written) {
      return written.endsWith("*")
          ? new NamePattern(written.substring(0, written.length() - 1), false)
          : new NamePattern(written, true);
    }

    boolean fits(String name) {
      return isWhole ? name.equals(beginning) : name.startsWith(beginning);
    }

    boolean endsBefore(String name) {
      return !name.startsWith(beginning) && Shelf.AS_TEXT.compare(name, beginning) > 0;
    }
  }
}
