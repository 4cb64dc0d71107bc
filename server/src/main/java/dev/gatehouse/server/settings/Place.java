package dev.gatehouse.server.settings;

/**
 * A place in a file.
 *
 * @param line from 1
 * @param column from 1
 */
public record Place(int line, int column) {
  /** The beginning of a file. */
  static final Place START = new Place(1, 1);
}
