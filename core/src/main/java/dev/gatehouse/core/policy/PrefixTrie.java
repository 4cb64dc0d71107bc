package dev.gatehouse.core.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds, in one walk along a text, everything stored under any prefix of it; read backwards, under
 * any suffix. Filled once, then only read: safe for all threads when safely published.
 */
final class PrefixTrie<V> {
  private static final class Node<V> {
    private char[] keys = {};
    private final List<Node<V>> children = new ArrayList<>();
    private final List<V> values = new ArrayList<>();

    private @Nullable Node<V> child(char key) {
      var at = Arrays.binarySearch(keys, key);
      return at < 0 ? null : children.get(at);
    }

    private Node<V> childOrNew(char key) {
      var at = Arrays.binarySearch(keys, key);
      if (at >= 0) {
        return children.get(at);
      }
      var insert = -at - 1;
      var more = Arrays.copyOf(keys, keys.length + 1);
      System.arraycopy(keys, insert, more, insert + 1, keys.length - insert);
      more[insert] = key;
      keys = more;
      children.add(insert, new Node<>());
      return children.get(insert);
    }
  }

  private final Node<V> root = new Node<>();
  private final boolean backwards;

  private PrefixTrie(boolean backwards) {
    this.backwards = backwards;
  }

  static <V> PrefixTrie<V> ofPrefixes() {
    return new PrefixTrie<>(false);
  }

  static <V> PrefixTrie<V> ofSuffixes() {
    return new PrefixTrie<>(true);
  }

  void add(String key, V value) {
    var node = root;
    for (var step = 0; step < key.length(); step++) {
      node = node.childOrNew(at(key, step));
    }
    node.values.add(value);
  }

  void collect(String text, List<V> into) {
    @Nullable Node<V> node = root;
    into.addAll(root.values);
    for (var step = 0; step < text.length(); step++) {
      node = node.child(at(text, step));
      if (node == null) {
        return;
      }
      into.addAll(node.values);
    }
  }

  private char at(String text, int step) {
    return text.charAt(backwards ? text.length() - 1 - step : step);
  }
}
