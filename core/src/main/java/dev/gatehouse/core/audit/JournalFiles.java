package dev.gatehouse.core.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Names of the files of a journal. */
record JournalFiles(Path directory) {
  private static final Pattern SEGMENT = Pattern.compile("lane-([0-9]{3})-([0-9]{10})\\.seg");
  private static final Pattern HEADS = Pattern.compile("heads-([0-9]{16})\\.sig");
  private static final Pattern BLANK = Pattern.compile("blank-[0-9]+\\.tmp");

  Path segment(int lane, long number) {
    return directory.resolve("lane-%03d-%010d.seg".formatted(lane, number));
  }

  /** The file of heads whose first head has this number. */
  Path heads(long first) {
    return directory.resolve("heads-%016d.sig".formatted(first));
  }

  Path blank(long number) {
    return directory.resolve("blank-" + number + ".tmp");
  }

  Path lock() {
    return directory.resolve("lock");
  }

  /** Segments by lane and number. */
  NavigableMap<Integer, NavigableMap<Long, Path>> segments() throws IOException {
    var found = new TreeMap<Integer, NavigableMap<Long, Path>>();
    try (var files = Files.newDirectoryStream(directory)) {
      for (var file : files) {
        var name = SEGMENT.matcher(file.getFileName().toString());
        if (name.matches() && Integer.parseInt(name.group(1)) < Reference.LANES) {
          found
              .computeIfAbsent(Integer.parseInt(name.group(1)), _ -> new TreeMap<>())
              .put(Long.parseLong(name.group(2)), file);
        }
      }
    }
    return found;
  }

  /** Files of heads by the number of their first head. */
  NavigableMap<Long, Path> heads() throws IOException {
    var found = new TreeMap<Long, Path>();
    try (var files = Files.newDirectoryStream(directory)) {
      for (var file : files) {
        var name = HEADS.matcher(file.getFileName().toString());
        if (name.matches()) {
          found.put(Long.parseLong(name.group(1)), file);
        }
      }
    }
    return found;
  }

  /** Removes what was prepared and never used. */
  void removeBlanks() throws IOException {
    try (var files = Files.newDirectoryStream(directory)) {
      for (var file : files) {
        if (BLANK.matcher(file.getFileName().toString()).matches()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
