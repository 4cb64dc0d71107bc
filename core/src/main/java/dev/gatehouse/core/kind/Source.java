package dev.gatehouse.core.kind;

/**
 * Where something was declared, for messages and records. A settings record with a component of
 * this type gets it from the decoder.
 *
 * @param path the place inside the settings, for example {@code roles.agent.grants[1]}; for what
 *     the store holds, its own words, for example {@code store grants/17}
 * @param place file and line, for example {@code gatehouse.yaml:23}, empty when not from a file
 */
public record Source(String path, String place) {
  /** The path, with the place behind it when there is one. */
  @Override
  public String toString() {
    return place.isEmpty() ? path : path + " " + place;
  }
}
