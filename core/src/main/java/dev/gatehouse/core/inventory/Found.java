package dev.gatehouse.core.inventory;

import dev.gatehouse.core.leaks.Redactor;
import java.util.List;
import java.util.Locale;

/**
 * One server in the settings of one client. Immutable; texts are bounded, on one line, and masked
 * where they look like a secret.
 *
 * @param client the client's name, for example {@code Claude Code}
 * @param file where it is written; the user's home is {@code ~}
 * @param project the project that it is for, where one file speaks of several; empty otherwise
 * @param name what the client calls it
 * @param identity what it is
 * @param transport how it is spoken to
 * @param through the program that fetches or bridges it, for example {@code npx}; empty otherwise
 * @param state whether the client uses it
 * @param names of environment variables and headers that it is given, at most {@link #MOST_NAMES}
 * @param secrets that stand beside it in plain text, at most {@link #MOST_SECRETS}
 */
public record Found(
    String client,
    String file,
    String project,
    String name,
    Identity identity,
    Transport transport,
    String through,
    State state,
    List<String> names,
    List<PlainSecret> secrets) {
  /** More names are left out. */
  public static final int MOST_NAMES = 50;

  /** More secrets are left out. */
  public static final int MOST_SECRETS = 20;

  private static final int LONGEST = 200;
  private static final int LONGEST_PATH = 500;

  /** How a client speaks to it. */
  public enum Transport {
    STDIO,
    HTTP,
    /** HTTP with server-sent events, of revision 2024-11-05. */
    SSE;

    /** In small letters. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether the client uses it. */
  public enum State {
    ENABLED,
    DISABLED
  }

  public Found {
    client = text(client, LONGEST);
    file = text(file, LONGEST_PATH);
    project = text(project, LONGEST_PATH);
    name = text(name, LONGEST);
    through = text(through, LONGEST);
    names = names.stream().limit(MOST_NAMES).map(one -> text(one, LONGEST)).toList();
    secrets = secrets.stream().limit(MOST_SECRETS).toList();
  }

  private static String text(String text, int most) {
    return Texts.bounded(Redactor.redact(text), most);
  }
}
