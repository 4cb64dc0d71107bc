package dev.gatehouse.bench;

import java.io.IOException;
import java.util.List;

/** Something that is measured otherwise than by load on one target, after all that is. */
interface Study {
  /** What progress calls it. */
  String name();

  /**
   * Measures.
   *
   * @param problems takes what must not be, as sentences
   */
  void run(Readings readings, List<String> problems) throws IOException;
}
