package dev.gatehouse.core.leaks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An Aho-Corasick automaton over bytes that finds all literals at once, letters of either case
 * alike. A step is two array reads. States are numbered so that the accepting ones come last, which
 * makes "nothing found here" one comparison. Immutable.
 *
 * @see <a href="https://doi.org/10.1145/360825.360855">Aho and Corasick, 1975</a>
 */
final class Literals {
  /** The state to begin in. */
  static final int START = 0;

  private static final int SHIFT = 6;
  private static final int CLASSES = 1 << SHIFT;
  private static final int MOST_STATES = 1 << 16;

  private final byte[] classOf = new byte[256];
  private final char[] next;
  private final int[][] found;
  private final int firstAccepting;
  private final int longest;

  /**
   * @param literals not empty; the place in this list is the literal's id
   * @throws IllegalArgumentException when they use over 63 different bytes or make too many states
   */
  Literals(List<byte[]> literals) {
    nameClasses(literals);
    longest = literals.stream().mapToInt(literal -> literal.length).max().orElse(1);
    var trie = new Trie();
    for (var id = 0; id < literals.size(); id++) {
      trie.add(literals.get(id), id);
    }
    trie.link();
    var order = trie.acceptingLast();
    var newNumber = new int[order.length];
    for (var i = 0; i < order.length; i++) {
      newNumber[order[i]] = i;
    }
    next = new char[order.length << SHIFT];
    found = new int[order.length][];
    var first = order.length;
    for (var i = 0; i < order.length; i++) {
      found[i] = trie.found(order[i]);
      if (found[i].length > 0) {
        first = Math.min(first, i);
      }
      for (var c = 0; c < CLASSES; c++) {
        next[(i << SHIFT) | c] = (char) newNumber[trie.goes.get(order[i])[c]];
      }
    }
    firstAccepting = first;
  }

  int step(int state, byte b) {
    return next[(state << SHIFT) | classOf[b & 0xff]];
  }

  boolean accepts(int state) {
    return state >= firstAccepting;
  }

  boolean acceptsAny(int a, int b, int c, int d) {
    return Math.max(Math.max(a, b), Math.max(c, d)) >= firstAccepting;
  }

  /** Length of the longest literal. */
  int longest() {
    return longest;
  }

  /** Ids of the literals that end in this state. */
  int[] found(int state) {
    return found[state];
  }

  private void nameClasses(List<byte[]> literals) {
    var classes = 0;
    for (var literal : literals) {
      for (var b : literal) {
        var lower = Ascii.lower(b);
        if (classOf[lower & 0xff] == 0) {
          if (++classes == CLASSES) {
            throw new IllegalArgumentException("literals use over 63 different bytes");
          }
          classOf[lower & 0xff] = (byte) classes;
        }
      }
    }
    for (var c = 'A'; c <= 'Z'; c++) {
      classOf[c] = classOf[c + 32];
    }
  }

  /** The trie that becomes the automaton. */
  private final class Trie {
    private final List<int[]> goes = new ArrayList<>();
    private final List<List<Integer>> ids = new ArrayList<>();

    Trie() {
      node();
    }

    private int node() {
      var row = new int[CLASSES];
      Arrays.fill(row, -1);
      goes.add(row);
      ids.add(new ArrayList<>());
      if (goes.size() > MOST_STATES) {
        throw new IllegalArgumentException("literals make over 65,536 states");
      }
      return goes.size() - 1;
    }

    void add(byte[] literal, int id) {
      var state = 0;
      for (var b : literal) {
        var row = goes.get(state);
        var c = classOf[b & 0xff];
        if (row[c] < 0) {
          row[c] = node();
        }
        state = row[c];
      }
      ids.get(state).add(id);
    }

    /** Breadth first: a missing edge takes the one of the longest suffix that is in the trie. */
    void link() {
      var suffix = new int[goes.size()];
      var open = new ArrayDeque<Integer>();
      open.add(0);
      while (!open.isEmpty()) {
        int state = open.remove();
        ids.get(state).addAll(state == 0 ? List.of() : ids.get(suffix[state]));
        var row = goes.get(state);
        for (var c = 0; c < CLASSES; c++) {
          var ofSuffix = state == 0 ? 0 : goes.get(suffix[state])[c];
          if (row[c] < 0) {
            row[c] = ofSuffix;
          } else {
            suffix[row[c]] = ofSuffix;
            open.add(row[c]);
          }
        }
      }
    }

    int[] acceptingLast() {
      var order = new int[goes.size()];
      var at = 0;
      for (var pass = 0; pass < 2; pass++) {
        for (var state = 0; state < order.length; state++) {
          if (ids.get(state).isEmpty() == (pass == 0)) {
            order[at++] = state;
          }
        }
      }
      return order;
    }

    int[] found(int state) {
      return ids.get(state).stream().mapToInt(Integer::intValue).toArray();
    }
  }
}
