package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.Failure;
import java.util.Optional;

/** An API key and where it was found. Prints as where it was found, never as itself. */
public final class Key {
  private static final int LONGEST = 8 * 1024;

  private final String text;
  private final String source;
  private final Optional<LocalGateway> onlyFor;

  private Key(String text, String source, Optional<LocalGateway> onlyFor) {
    this.text = text;
    this.source = source;
    this.onlyFor = onlyFor;
  }

  /**
   * A key as it was found.
   *
   * @param source for people, for example {@code GATEHOUSE_KEY}
   * @throws Failure when it cannot stand in a header
   */
  public static Key of(String text, String source) {
    var key = text.strip();
    if (key.isEmpty() || key.length() > LONGEST || !key.chars().allMatch(Key::isToken)) {
      throw Failure.usage(
          source + " holds no key", "a key is one word like gth_…; look at what is there");
    }
    return new Key(key, source, Optional.empty());
  }

  private static boolean isToken(int character) {
    return character > ' ' && character < 0x7F && character != '"';
  }

  /** The same, to be sent only once this gateway has shown that it is the one. */
  Key onlyFor(LocalGateway gateway) {
    return new Key(text, source, Optional.of(gateway));
  }

  /** Who has to show first that it is the one; anybody at the address, when empty. */
  Optional<LocalGateway> onlyFor() {
    return onlyFor;
  }

  /** Itself, for the header and for the settings of clients. */
  public String reveal() {
    return text;
  }

  public String source() {
    return source;
  }

  @Override
  public String toString() {
    return "Key[" + source + "]";
  }
}
