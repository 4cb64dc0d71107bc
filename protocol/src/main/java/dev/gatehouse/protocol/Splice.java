package dev.gatehouse.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Edits of a checked JSON text by byte ranges; all other bytes stay as they are. Collect edits,
 * then {@link #apply} copies once. Edits may come in any order but may not overlap. Not
 * thread-safe.
 */
public final class Splice {
  private record Edit(int from, int to, byte[] with) {}

  private record NewField(Span object, String name, byte[] json) {}

  private static final byte[] NOTHING = {};

  private final byte[] bytes;
  private final List<Edit> edits = new ArrayList<>();
  private final List<Span> removedFields = new ArrayList<>();
  private final List<NewField> newFields = new ArrayList<>();

  /** Edits of this text, which must have passed {@link StrictJson} or {@link Envelope}. */
  public Splice(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Puts other bytes in place of a range. */
  public Splice replace(Span span, byte[] with) {
    edits.add(new Edit(span.from(), within(span).to(), with));
    return this;
  }

  /** Puts JSON text in place of a value. */
  public Splice replace(Span span, String json) {
    return replace(span, json.getBytes(StandardCharsets.UTF_8));
  }

  /** Takes a range of bytes out, and nothing around it. */
  public Splice remove(Span span) {
    return replace(span, NOTHING);
  }

  /** Puts bytes before a position. */
  public Splice insert(int at, byte[] with) {
    return replace(new Span(at, at), with);
  }

  /** Takes a field out of its object: the name, this value of it and one comma. */
  public Splice removeField(Span value) {
    if (!value.isPresent()) {
      throw new IllegalArgumentException("an absent field cannot be removed");
    }
    removedFields.add(new Span(FieldEdges.nameStart(bytes, within(value).from()), value.to()));
    return this;
  }

  /** Puts a field, which it must not have, first into an object. */
  public Splice addField(Span object, String name, byte[] json) {
    if (object.length() < 2 || bytes[within(object).from()] != '{') {
      throw new IllegalArgumentException("there is no object at byte " + object.from());
    }
    newFields.add(new NewField(object, name, json));
    return this;
  }

  /** Puts a field, which it must not have, first into an object. */
  public Splice addField(Span object, String name, String json) {
    return addField(object, name, json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The edited text; the same array when there is nothing to edit.
   *
   * @throws IllegalArgumentException when two edits overlap
   */
  public byte[] apply() {
    var removals = FieldEdges.joined(bytes, removedFields);
    var all = new ArrayList<>(edits);
    removals.forEach(span -> all.add(new Edit(span.from(), span.to(), NOTHING)));
    for (var i = 0; i < newFields.size(); i++) {
      all.add(edit(newFields.get(i), newFields.subList(i + 1, newFields.size()), removals));
    }
    if (all.isEmpty()) {
      return bytes;
    }
    all.sort(Comparator.comparingInt(Edit::from).thenComparingInt(Edit::to));
    return copy(all);
  }

  private Edit edit(NewField field, List<NewField> later, List<Span> removals) {
    var text = new StringBuilder();
    JsonStrings.quote(text, field.name);
    var name = text.append(':').toString().getBytes(StandardCharsets.UTF_8);
    var inside = new Span(field.object.from() + 1, field.object.to() - 1);
    var isLast = later.stream().noneMatch(other -> other.object.equals(field.object));
    var comma = !isLast || !FieldEdges.isBlankWithout(bytes, inside, removals);
    var with = Arrays.copyOf(name, name.length + field.json.length + (comma ? 1 : 0));
    System.arraycopy(field.json, 0, with, name.length, field.json.length);
    if (comma) {
      with[with.length - 1] = ',';
    }
    return new Edit(inside.from(), inside.from(), with);
  }

  private byte[] copy(List<Edit> sorted) {
    var length = bytes.length;
    var last = 0;
    for (var edit : sorted) {
      if (edit.from < last) {
        throw new IllegalArgumentException("two edits overlap at byte " + edit.from);
      }
      last = edit.to;
      length += edit.with.length - (edit.to - edit.from);
    }
    var copy = new byte[length];
    var read = 0;
    var written = 0;
    for (var edit : sorted) {
      System.arraycopy(bytes, read, copy, written, edit.from - read);
      written += edit.from - read;
      System.arraycopy(edit.with, 0, copy, written, edit.with.length);
      written += edit.with.length;
      read = edit.to;
    }
    System.arraycopy(bytes, read, copy, written, bytes.length - read);
    return copy;
  }

  private Span within(Span span) {
    if (span.to() > bytes.length) {
      throw new IllegalArgumentException("the text ends before byte " + span.to());
    }
    return span;
  }
}
