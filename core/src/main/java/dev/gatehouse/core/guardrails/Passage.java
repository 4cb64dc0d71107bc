package dev.gatehouse.core.guardrails;

import dev.gatehouse.core.leaks.Unescaped;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import org.jspecify.annotations.Nullable;

/**
 * One string of a message as a guardrail sees it: its value with escapes resolved, preceded by the
 * name it stands under, if any, in the form {@code name":"value}. A name whose value is no string
 * comes alone, with an empty value. Valid only while {@link Guardrail#inspect} runs.
 */
public final class Passage {
  private static final byte[] JOINT = {'"', ':', '"'};

  private final Editing editing;
  private final String rule;
  private final byte[] json;
  private byte[] bytes = {};
  private int from;
  private int valueFrom;
  private int to;
  private int jsonFrom;
  private @Nullable Unescaped unescaped;

  Passage(Editing editing, String rule, byte[] json) {
    this.editing = editing;
    this.rule = rule;
    this.json = json;
  }

  /** The text is the raw JSON itself, from the name to the end of the value. */
  void show(int nameFrom, int valueStart, int valueEnd) {
    bytes = json;
    from = nameFrom;
    valueFrom = valueStart;
    to = valueEnd;
    jsonFrom = valueStart;
    unescaped = null;
  }

  /** The text is made of a name and a value, at least one of which has escapes. */
  void show(Unescaped name, Unescaped value, int valueStart) {
    var joined = new byte[name.bytes().length + JOINT.length + value.bytes().length];
    System.arraycopy(name.bytes(), 0, joined, 0, name.bytes().length);
    System.arraycopy(JOINT, 0, joined, name.bytes().length, JOINT.length);
    valueFrom = name.bytes().length + JOINT.length;
    System.arraycopy(value.bytes(), 0, joined, valueFrom, value.bytes().length);
    bytes = joined;
    from = 0;
    to = joined.length;
    jsonFrom = valueStart;
    unescaped = value;
  }

  /** The text is a value alone, which has escapes. */
  void show(Unescaped value, int valueStart) {
    bytes = value.bytes();
    from = 0;
    valueFrom = 0;
    to = bytes.length;
    jsonFrom = valueStart;
    unescaped = value;
  }

  /** The text, UTF-8, from {@link #from} to {@link #to}; not to be changed or kept. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the name begins, or the value when it has none. */
  public int from() {
    return from;
  }

  /** Where the value begins. */
  public int valueFrom() {
    return valueFrom;
  }

  /** Behind the value. */
  public int to() {
    return to;
  }

  /**
   * Replaces a stretch of the value. Stretches are given in rising order and do not overlap; what
   * lies before the value stays, since names never change.
   *
   * @param what the kind of thing that stood there
   * @param mask UTF-8 without control characters, quotes and backslashes
   * @throws Refused when the stretch lies in the name alone and so cannot be masked
   * @throws IllegalArgumentException when it lies outside of the text, or the mask needs escapes
   */
  public void mask(int start, int end, String what, byte[] mask) {
    if (start < from || end > to || start > end) {
      throw new IllegalArgumentException("a mask outside of its text");
    }
    for (var b : mask) {
      if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
        throw new IllegalArgumentException("a mask that JSON would have to escape");
      }
    }
    if (end <= valueFrom) {
      block(what);
    }
    var first = Math.max(start, valueFrom);
    editing.replace(source(first, true), source(end, false), mask);
    editing.found(rule, what, Finding.Action.MASKED);
  }

  /** Tells of something without touching it. */
  public void note(String what) {
    editing.found(rule, what, Finding.Action.NOTED);
  }

  /**
   * Refuses the whole message.
   *
   * @throws Refused always
   */
  @SuppressWarnings("DoNotCallSuggester") // guardrails are meant to call it
  public void block(String what) {
    throw new Refused(new Refusal.Guardrail(rule, editing.part().word(), what));
  }

  private int source(int place, boolean isStart) {
    if (unescaped == null) {
      return jsonFrom + place - valueFrom;
    }
    var inValue = place - valueFrom;
    return isStart ? unescaped.sourceStart(inValue) : unescaped.sourceEnd(inValue);
  }
}
