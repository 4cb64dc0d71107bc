package dev.gatehouse.core.pins;

import dev.gatehouse.core.pins.Change.Edit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Gathers what differs between two definitions. Used once, by one thread. */
final class Edits {
  /** More edits of one item are not kept; the gravest class counts all the same. */
  static final int MOST = 100;

  /** In characters. */
  static final int LONGEST_TEXT = 2_000;

  private static final int LONGEST_PATH = 500;

  private final List<Edit> edits = new ArrayList<>();
  private DriftClass gravest = DriftClass.COSMETIC;

  /** Something differs; null where it is not there. */
  void add(String path, DriftClass meaning, @Nullable JsonNode before, @Nullable JsonNode after) {
    add(path, meaning, inWords(before), inWords(after));
  }

  void add(String path, DriftClass meaning, Optional<String> before, Optional<String> after) {
    if (meaning.compareTo(gravest) > 0) {
      gravest = meaning;
    }
    if (edits.size() < MOST) {
      edits.add(new Edit(cut(path, LONGEST_PATH), meaning, before, after));
    }
  }

  DriftClass gravest() {
    return gravest;
  }

  List<Edit> all() {
    return List.copyOf(edits);
  }

  private static Optional<String> inWords(@Nullable JsonNode node) {
    return Optional.ofNullable(node)
        .map(it -> cut(it.isString() ? it.stringValue() : it.toString(), LONGEST_TEXT));
  }

  static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    var end = longest - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
