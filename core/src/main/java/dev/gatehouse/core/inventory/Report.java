package dev.gatehouse.core.inventory;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What one scan found. Immutable.
 *
 * @param device what the device is called: 1 to 100 of letters, digits, {@code . _ -}
 * @param program the version of the program that looked
 * @param files how many files were read
 * @param servers at most {@link #MOST_SERVERS}
 * @param unread files of which nothing could be made, at most {@link #MOST_UNREAD}
 */
public record Report(
    String device, String program, int files, List<Found> servers, List<Unread> unread) {
  /** The most servers in one report. */
  public static final int MOST_SERVERS = 2_000;

  /** The most files in one report of which nothing could be made. */
  public static final int MOST_UNREAD = 500;

  /** What a device may be called. */
  public static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private static final int LONGEST_VERSION = 60;

  /**
   * A file of which nothing could be made.
   *
   * @param file where it is; the user's home is {@code ~}
   * @param why in words that quote nothing of it
   */
  public record Unread(String client, String file, String why) {
    public Unread {
      client = Texts.bounded(client, 200);
      file = Texts.bounded(file, 500);
      why = Texts.bounded(why, 200);
    }
  }

  /**
   * @throws IllegalArgumentException when the device has no such name, or there is too much
   */
  public Report {
    if (!DEVICE.matcher(device).matches()) {
      throw new IllegalArgumentException(
          "a device is called by 1 to 100 letters, digits, . _ and -, beginning with a letter or"
              + " digit");
    }
    if (servers.size() > MOST_SERVERS || unread.size() > MOST_UNREAD || files < 0) {
      throw new IllegalArgumentException(
          "a report has at most "
              + MOST_SERVERS
              + " servers and "
              + MOST_UNREAD
              + " files that could not be read; scan fewer directories at once");
    }
    program = Texts.bounded(program, LONGEST_VERSION);
    servers = List.copyOf(servers);
    unread = List.copyOf(unread);
  }
}
