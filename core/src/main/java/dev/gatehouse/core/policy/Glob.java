package dev.gatehouse.core.policy;

import java.util.List;

/**
 * One part of a glob: {@code *} stands for any characters, also none; everything else for itself.
 * Matching goes through the text once per literal piece and never backtracks. Immutable.
 */
final class Glob {
  /** How the part can be looked up. */
  enum Shape {
    /** No star. */
    EXACT,
    /** One star, at the end. */
    PREFIX,
    /** One star, at the beginning. */
    SUFFIX,
    /** Anything else. */
    GENERAL
  }

  private final String text;
  private final List<String> pieces;
  private final Shape shape;

  Glob(String text) {
    this.text = text.replaceAll("\\*+", "*");
    this.pieces = List.of(this.text.split("\\*", -1));
    this.shape = shapeOf(pieces);
  }

  String text() {
    return text;
  }

  Shape shape() {
    return shape;
  }

  /** What stands before the first star; the whole text when there is none. */
  String head() {
    return pieces.getFirst();
  }

  /** What stands behind the last star. */
  String tail() {
    return pieces.getLast();
  }

  boolean matches(String name) {
    return switch (shape) {
      case EXACT -> name.equals(text);
      case PREFIX -> name.startsWith(head());
      case SUFFIX -> name.endsWith(tail());
      case GENERAL -> matchesPieces(name);
    };
  }

  private boolean matchesPieces(String name) {
    var end = name.length() - tail().length();
    var at = head().length();
    if (at > end || !name.startsWith(head()) || !name.endsWith(tail())) {
      return false;
    }
    for (var piece : pieces.subList(1, pieces.size() - 1)) {
      var found = name.indexOf(piece, at);
      if (found < 0) {
        return false;
      }
      at = found + piece.length();
    }
    return at <= end;
  }

  private static Shape shapeOf(List<String> pieces) {
    if (pieces.size() == 1) {
      return Shape.EXACT;
    }
    if (pieces.size() > 2) {
      return Shape.GENERAL;
    }
    if (pieces.getLast().isEmpty()) {
      return Shape.PREFIX;
    }
    return pieces.getFirst().isEmpty() ? Shape.SUFFIX : Shape.GENERAL;
  }
}
