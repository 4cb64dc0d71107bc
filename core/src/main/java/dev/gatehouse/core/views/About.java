package dev.gatehouse.core.views;

import dev.gatehouse.core.connections.Capabilities;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a server says of itself, beside its lists. Immutable; all of it is a claim of the server.
 *
 * @param capabilities what it announces
 * @param instructions how to use it, for models; at most {@link #MOST_INSTRUCTIONS} characters
 * @param ttlMs the shortest time that it lets any of its lists be kept, in milliseconds; empty when
 *     it names none
 * @param apps the {@code ui://} resources that its tools name, each with the names of those tools
 */
public record About(
    Capabilities capabilities,
    Optional<String> instructions,
    OptionalLong ttlMs,
    Map<String, List<String>> apps) {
  /** Longer instructions are cut. */
  public static final int MOST_INSTRUCTIONS = 2_048;

  static final About NOTHING =
      new About(Capabilities.NONE, Optional.empty(), OptionalLong.empty(), Map.of());

  public About {
    apps = Map.copyOf(apps);
    instructions = instructions.filter(text -> !text.isBlank()).map(About::cut);
  }

  private static String cut(String text) {
    if (text.length() <= MOST_INSTRUCTIONS) {
      return text;
    }
    var end = MOST_INSTRUCTIONS - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
