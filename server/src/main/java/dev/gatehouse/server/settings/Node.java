package dev.gatehouse.server.settings;

import java.util.List;
import java.util.Map;

/** What a YAML file holds, with places and without anything of the YAML library. Immutable. */
sealed interface Node {
  /** Where it begins. */
  Place place();

  /** One value. */
  record Scalar(Place place, String text, Type type) implements Node {}

  /** A list. */
  record Listing(Place place, List<Node> items) implements Node {
    public Listing {
      items = List.copyOf(items);
    }
  }

  /**
   * A block.
   *
   * @param entries in the order of the file
   */
  record Mapping(Place place, Map<String, Entry> entries) implements Node {}

  /**
   * One entry of a block.
   *
   * @param place where its key begins
   */
  record Entry(Place place, Node value) {}

  /** What a scalar is by YAML 1.2's core schema. */
  enum Type {
    TEXT,
    WHOLE,
    FRACTION,
    TRUTH,
    NOTHING
  }

  /** An empty block, as when nothing is written. */
  static Mapping empty(Place place) {
    return new Mapping(place, Map.of());
  }

  /** What it is, in words, without its text, which may be a secret. */
  default String noun() {
    return switch (this) {
      case Mapping _ -> "a block";
      case Listing _ -> "a list";
      case Scalar(_, _, var type) ->
          switch (type) {
            case TEXT -> "text";
            case WHOLE, FRACTION -> "a number";
            case TRUTH -> "true or false";
            case NOTHING -> "nothing";
          };
    };
  }
}
