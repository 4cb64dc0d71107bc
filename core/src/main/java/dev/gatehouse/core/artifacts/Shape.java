package dev.gatehouse.core.artifacts;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** What a value of a document must look like. */
@FunctionalInterface
interface Shape {
  /** Tells what is wrong with the value at this path; nothing when all is well. */
  void check(JsonNode value, String path, Issues issues);

  /** Any text. */
  static Shape text() {
    return text(text -> true, "");
  }

  /** A text of so many characters. */
  static Shape text(int least, int most) {
    return text(
        text -> length(text) >= least && length(text) <= most,
        "must have " + least + " to " + most + " characters");
  }

  /** A text that fulfils a condition, which the words name. */
  static Shape text(Predicate<String> isGood, String words) {
    return (value, path, issues) -> {
      if (!value.isString()) {
        issues.add(Issue.schema(path, "must be a text"));
      } else if (!isGood.test(value.asString())) {
        issues.add(Issue.schema(path, words));
      }
    };
  }

  /** One of these words. */
  static Shape oneOf(String... words) {
    var known = Set.of(words);
    return text(known::contains, "must be one of " + String.join(", ", words));
  }

  /** An absolute URI. */
  static Shape uri() {
    return uri(Integer.MAX_VALUE);
  }

  /** An absolute URI of at most so many characters. */
  static Shape uri(int most) {
    return text(
        text -> isUri(text) && length(text) <= most,
        "must be an absolute URI, for example https://example.com/x"
            + (most == Integer.MAX_VALUE ? "" : ", of at most " + most + " characters"));
  }

  /** Yes or no. */
  static Shape flag() {
    return (value, path, issues) -> {
      if (!value.isBoolean()) {
        issues.add(Issue.schema(path, "must be true or false"));
      }
    };
  }

  /** A list, each item of one shape. */
  static Shape list(Shape each) {
    return (value, path, issues) -> {
      if (!value.isArray()) {
        issues.add(Issue.schema(path, "must be a list"));
        return;
      }
      for (var i = 0; i < value.size(); i++) {
        each.check(value.get(i), path + "[" + i + "]", issues);
      }
    };
  }

  /** An object whose members, whatever their names, have one shape. */
  static Shape map(Shape each) {
    return (value, path, issues) -> {
      if (isObject(value, path, issues)) {
        value
            .properties()
            .forEach(member -> each.check(member.getValue(), path + "." + member.getKey(), issues));
      }
    };
  }

  /** Any object. */
  static Shape object() {
    return Shape::isObject;
  }

  /** Of an object, the shape that its member {@code type} names. */
  static Shape byType(Map<String, Shape> shapes) {
    var known = List.copyOf(shapes.keySet());
    return (value, path, issues) -> {
      if (!isObject(value, path, issues)) {
        return;
      }
      var shape = shapes.get(value.path("type").asString(""));
      if (shape == null) {
        issues.add(Issue.schema(under(path, "type"), "must be one of " + String.join(", ", known)));
      } else {
        shape.check(value, path, issues);
      }
    };
  }

  /** An object with these members; others may stand beside them. */
  static Members members() {
    return new Members();
  }

  /** See {@link #members}. */
  final class Members implements Shape {
    private final Map<String, Shape> shapes = new LinkedHashMap<>();
    private final List<String> needed = new ArrayList<>();

    Members must(String name, Shape shape) {
      needed.add(name);
      return may(name, shape);
    }

    Members may(String name, Shape shape) {
      shapes.put(name, shape);
      return this;
    }

    /** The members of the other, too. */
    Members with(Members other) {
      shapes.putAll(other.shapes);
      needed.addAll(other.needed);
      return this;
    }

    @Override
    public void check(JsonNode value, String path, Issues issues) {
      if (!isObject(value, path, issues)) {
        return;
      }
      for (var name : needed) {
        if (!value.has(name)) {
          issues.add(Issue.schema(under(path, name), "is missing"));
        }
      }
      shapes.forEach((name, shape) -> {
        if (value.has(name)) {
          shape.check(value.get(name), under(path, name), issues);
        }
      });
    }
  }

  private static boolean isObject(JsonNode value, String path, Issues issues) {
    if (!value.isObject()) {
      issues.add(Issue.schema(path, "must be an object"));
    }
    return value.isObject();
  }

  /** The path of a member. */
  static String under(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static boolean isUri(String text) {
    try {
      return new URI(text).isAbsolute();
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
