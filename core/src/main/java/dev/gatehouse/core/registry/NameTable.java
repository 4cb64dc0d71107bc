package dev.gatehouse.core.registry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The names under which the tools (or prompts) of many servers stand side by side: {@code
 * server__name}, only {@code A-Z a-z 0-9 _ -}, at most 64 characters. A name depends on its target
 * alone, so it stays the same when other servers come and go; only where two targets would get one
 * name, the later one in order gets a longer mark. Names are looked up here, never taken apart.
 * Immutable.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/server/tools#tool-names">tool
 *     names</a>
 */
public final class NameTable {
  /** What most clients take. */
  public static final int MOST_CHARACTERS = 64;

  private static final String SEPARATOR = "__";
  private static final int MARK = 8;

  private final Map<String, Target> targets = new HashMap<>();
  private final Map<Target, String> names = new HashMap<>();

  private NameTable() {}

  /** Names these targets, all of one primitive. */
  public static NameTable of(Collection<Target> targets) {
    var table = new NameTable();
    var ordered = new TreeSet<Target>(NameTable::compare);
    ordered.addAll(targets);
    // Names that fit as they are go first, so that no shortened one can take their place.
    ordered.stream().filter(NameTable::fits).forEach(target -> table.add(target, plain(target)));
    ordered.stream()
        .filter(target -> !fits(target))
        .forEach(target -> table.add(target, marked(target, MARK)));
    return table;
  }

  /** What the name stands for, or empty. */
  public Optional<Target> target(String name) {
    return Optional.ofNullable(targets.get(name));
  }

  /**
   * The name of a target in this table.
   *
   * @throws IllegalArgumentException when the table was not made with it
   */
  public String name(Target target) {
    var name = names.get(target);
    if (name == null) {
      throw new IllegalArgumentException("no name for " + target);
    }
    return name;
  }

  private void add(Target target, String wanted) {
    var name = wanted;
    for (var mark = 2 * MARK; targets.containsKey(name); mark += MARK) {
      name = marked(target, mark);
    }
    targets.put(name, target);
    names.put(target, name);
  }

  private static boolean fits(Target target) {
    return plain(target).length() <= MOST_CHARACTERS && safe(target.name()).equals(target.name());
  }

  private static String plain(Target target) {
    return target.server().text() + SEPARATOR + target.name();
  }

  private static String marked(Target target, int markLength) {
    var readable = target.server().text() + SEPARATOR + safe(target.name());
    var most = MOST_CHARACTERS - 1 - markLength;
    var kept = readable.length() <= most ? readable : readable.substring(0, most);
    return kept + "_" + digest(target).substring(0, markLength);
  }

  private static String safe(String name) {
    return name.replaceAll("[^A-Za-z0-9_-]", "_");
  }

  private static String digest(Target target) {
    try {
      var text = target.server().text() + "\0" + target.name();
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static int compare(Target one, Target other) {
    var byServer = one.server().compareTo(other.server());
    return byServer != 0 ? byServer : one.name().compareTo(other.name());
  }
}
