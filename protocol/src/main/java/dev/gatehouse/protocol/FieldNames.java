package dev.gatehouse.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Knows the names seen so far in each open object. Small objects are compared by fingerprint, eight
 * bytes at once; an object with many names, or with one that is not plain ASCII, moves into a set
 * of strings, whose buckets stay fast even when an attacker chooses the names.
 */
final class FieldNames {
  private static final int FEW = 32;

  private final byte[] bytes;
  private long[] prints = new long[16];
  private int[] ends = new int[32];
  private int top;
  private int[] bases = new int[8];
  private Map<Integer, Set<String>> many = Map.of();

  FieldNames(byte[] bytes) {
    this.bytes = bytes;
  }

  void open(int depth) {
    if (depth == bases.length) {
      bases = Arrays.copyOf(bases, depth * 2);
    }
    bases[depth] = top;
  }

  void close(int depth) {
    top = bases[depth];
    if (!many.isEmpty()) {
      many.remove(depth);
    }
  }

  /** Adds a name of plain ASCII; false when the object has it already. */
  boolean add(int depth, int from, int to) {
    var base = bases[depth];
    if (top - base >= FEW || (!many.isEmpty() && many.containsKey(depth))) {
      return set(depth).add(text(from, to));
    }
    var print = fingerprint(from, to);
    for (var i = base; i < top; i++) {
      if (prints[i] == print && isSame(i, from, to)) {
        return false;
      }
    }
    if (top == prints.length) {
      prints = Arrays.copyOf(prints, top * 2);
      ends = Arrays.copyOf(ends, top * 4);
    }
    prints[top] = print;
    ends[2 * top] = from;
    ends[2 * top + 1] = to;
    top++;
    return true;
  }

  /** Adds any name, decoded; false when the object has it already. */
  boolean add(int depth, String decoded) {
    return set(depth).add(decoded);
  }

  private Set<String> set(int depth) {
    if (many.isEmpty()) {
      many = new HashMap<>();
    }
    return many.computeIfAbsent(depth, this::smallNames);
  }

  private Set<String> smallNames(int depth) {
    var names = new HashSet<String>();
    for (var i = bases[depth]; i < top; i++) {
      names.add(text(ends[2 * i], ends[2 * i + 1]));
    }
    return names;
  }

  private boolean isSame(int index, int from, int to) {
    return Arrays.equals(bytes, ends[2 * index], ends[2 * index + 1], bytes, from, to);
  }

  private String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  private long fingerprint(int from, int to) {
    var length = to - from;
    if (length >= 8) {
      var first = JsonText.eightBytes(bytes, from);
      var last = JsonText.eightBytes(bytes, to - 8);
      return first ^ Long.rotateLeft(last, 23) ^ length;
    }
    if (from + 8 <= bytes.length) {
      return JsonText.eightBytes(bytes, from) & ~(-1L << (8 * length));
    }
    var print = 0L;
    for (var i = to - 1; i >= from; i--) {
      print = print << 8 | (bytes[i] & 0xff);
    }
    return print;
  }
}
