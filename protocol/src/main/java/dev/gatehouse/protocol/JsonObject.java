package dev.gatehouse.protocol;

import dev.gatehouse.protocol.StrictJson.Bounds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one object in a checked text, for reading outside the hot path. Fields of another
 * type than asked for count as absent.
 */
final class JsonObject {
  private static final Bounds CHECKED = new Bounds(1_000, Integer.MAX_VALUE, 1_000, 65_536);

  private final byte[] bytes;
  private final Map<String, Span> fields;

  private JsonObject(byte[] bytes, Map<String, Span> fields) {
    this.bytes = bytes;
    this.fields = fields;
  }

  /** The place of the only value of a checked text. */
  static Span whole(byte[] bytes) {
    var cursor = new JsonCursor(bytes, CHECKED);
    try {
      cursor.begin();
      return cursor.value();
    } catch (Malformed malformed) {
      throw new IllegalArgumentException("the text was not checked before", malformed);
    }
  }

  /** The object at a place; empty when no object is there. */
  static Optional<JsonObject> at(byte[] bytes, Span span) {
    if (!span.isPresent() || bytes[span.from()] != '{') {
      return Optional.empty();
    }
    var fields = new LinkedHashMap<String, Span>();
    try {
      var cursor = new JsonCursor(bytes, CHECKED);
      cursor.moveTo(span.from());
      cursor.enterObject();
      while (cursor.nextName()) {
        fields.put(cursor.name(), cursor.value());
      }
    } catch (Malformed malformed) {
      throw new IllegalArgumentException("the text was not checked before", malformed);
    }
    return Optional.of(new JsonObject(bytes, fields));
  }

  /** The items of the array at a place; empty when no array is there. */
  static Optional<List<Span>> items(byte[] bytes, Span span) {
    if (!span.isPresent() || bytes[span.from()] != '[') {
      return Optional.empty();
    }
    var items = new ArrayList<Span>();
    try {
      var cursor = new JsonCursor(bytes, CHECKED);
      cursor.moveTo(span.from());
      cursor.enterArray();
      while (cursor.nextItem()) {
        items.add(cursor.value());
      }
    } catch (Malformed malformed) {
      throw new IllegalArgumentException("the text was not checked before", malformed);
    }
    return Optional.of(items);
  }

  /** All fields in the order of the text. */
  Map<String, Span> fields() {
    return fields;
  }

  Span span(String name) {
    return fields.getOrDefault(name, Span.NONE);
  }

  @Nullable String string(String name) {
    var span = span(name);
    return span.isPresent() && bytes[span.from()] == '"' ? span.string(bytes) : null;
  }

  Optional<JsonObject> object(String name) {
    return at(bytes, span(name));
  }

  Optional<List<Span>> items(String name) {
    return items(bytes, span(name));
  }

  /** The strings of an array; other items are left out. */
  List<String> strings(String name) {
    return items(name).orElse(List.of()).stream()
        .filter(item -> bytes[item.from()] == '"')
        .map(item -> item.string(bytes))
        .toList();
  }

  /** An integer of 0 to 2^53-1. */
  OptionalLong count(String name) {
    var span = span(name);
    var value = JsonText.safeInteger(bytes, span.from(), span.to());
    return value.isPresent() && value.getAsLong() >= 0 ? value : OptionalLong.empty();
  }

  Optional<Boolean> claim(String name) {
    var span = span(name);
    if (!span.isPresent()) {
      return Optional.empty();
    }
    return switch (bytes[span.from()]) {
      case 't' -> Optional.of(true);
      case 'f' -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
