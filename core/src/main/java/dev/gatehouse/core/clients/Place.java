package dev.gatehouse.core.clients;

import java.util.List;
import java.util.Map;

/**
 * Where one client keeps the servers that it uses.
 *
 * @param client its name
 * @param scope whose settings they are
 * @param files by system, relative to what the scope says, with {@code /} on all systems; {@code *}
 *     is any one name
 * @param form how the servers stand in it
 */
public record Place(String client, Scope scope, Map<Os, String> files, Form form) {
  /** Whose settings they are, and so what paths are relative to. */
  public enum Scope {
    /** Of a user: the home directory. */
    HOME,
    /** Of a project: its directory. */
    PROJECT,
    /** Of the whole device: its root. */
    DEVICE
  }

  /** The systems that differ. */
  public enum Os {
    LINUX,
    MACOS,
    WINDOWS
  }

  /** Languages of settings. */
  public enum Language {
    /** With comments and trailing commas. */
    JSON,
    TOML,
    YAML
  }

  /**
   * How servers stand in a file.
   *
   * @param language of the file
   * @param paths from the root to an object of servers by name, or an array of servers that have a
   *     name; {@code *} is any member. All that are there count
   */
  public record Form(Language language, List<List<String>> paths) {
    public Form {
      paths = paths.stream().map(List::copyOf).toList();
    }
  }

  public Place {
    files = Map.copyOf(files);
  }
}
