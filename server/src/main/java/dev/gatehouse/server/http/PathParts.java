package dev.gatehouse.server.http;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A path as the list of its parts, each decoded on its own, so that {@code %2F} in a name stays in
 * it. Empty parts count for nothing: a trailing or doubled slash changes nothing.
 */
public record PathParts(List<String> parts) {
  public PathParts {
    parts = List.copyOf(parts);
  }

  /**
   * The parts of a raw path.
   *
   * @throws Declined with 400 when a part is not percent-encoded UTF-8
   */
  public static PathParts of(String rawPath) {
    return new PathParts(
        Stream.of(rawPath.split("/", -1))
            .filter(part -> !part.isEmpty())
            .map(Percent::decode)
            .toList());
  }

  /** What follows this beginning, or empty when the path begins otherwise. */
  public Optional<PathParts> after(String... beginning) {
    return parts.size() >= beginning.length
            && parts.subList(0, beginning.length).equals(List.of(beginning))
        ? Optional.of(new PathParts(parts.subList(beginning.length, parts.size())))
        : Optional.empty();
  }

  /** The parts with slashes between them, for messages. */
  @Override
  public String toString() {
    return parts.stream().collect(Collectors.joining("/", "/", ""));
  }
}
