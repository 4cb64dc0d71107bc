package dev.gatehouse.core.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Reads heads in order, from one file after the other. Checks no chain and no signature. */
final class HeadReader implements AutoCloseable {
  private final NavigableMap<Long, Path> files;
  private @Nullable Long file;
  private @Nullable FileWindow window;
  private long next;
  private boolean damaged;

  /**
   * @param files files of heads by the number of their first
   */
  HeadReader(NavigableMap<Long, Path> files) {
    this.files = files;
  }

  /** The next head; null at the end, and where something is no head. */
  @Nullable Head next() throws IOException {
    while (true) {
      if (window == null && !nextFile()) {
        return null;
      }
      var open = java.util.Objects.requireNonNull(window);
      if (!open.has(next, 1)) {
        close();
        continue;
      }
      var head = read(open);
      damaged = head == null;
      if (head != null) {
        next += head.bytes().length;
      }
      return head;
    }
  }

  /** Whether there is something behind the last head that is no head. */
  boolean isDamaged() {
    return damaged;
  }

  /** Reads what comes next anew from the file. */
  void refresh() {
    if (window != null) {
      window.forget();
    }
  }

  /** Number of the first head in the file it stands in. */
  long file() {
    return file == null ? 0 : file;
  }

  /** Where the next head begins, or would. */
  long offset() {
    return next;
  }

  /**
   * Whether what stands behind the last head is the beginning of one whose writing did not end: the
   * rest of the file is shorter than it, or zero.
   */
  boolean isTorn() throws IOException {
    if (window == null) {
      return false;
    }
    var size = window.size();
    if (size - next < 4 || window.firstNonZero(next) < 0) {
      return true;
    }
    window.has(next, 4);
    var length = LittleEndian.readInt(window.bytes(), window.index(next));
    return Head.isLength(length) && size - next < length;
  }

  @Override
  public void close() throws IOException {
    if (window != null) {
      window.close();
      window = null;
    }
  }

  private boolean nextFile() throws IOException {
    var entry = file == null ? files.firstEntry() : files.higherEntry(file);
    if (entry == null) {
      return false;
    }
    file = entry.getKey();
    window = new FileWindow(entry.getValue());
    next = 0;
    return true;
  }

  private @Nullable Head read(FileWindow open) throws IOException {
    if (!open.has(next, 4)) {
      return null;
    }
    var length = LittleEndian.readInt(open.bytes(), open.index(next));
    if (!Head.isLength(length) || !open.has(next, length)) {
      return null;
    }
    var at = open.index(next);
    return Head.decode(Arrays.copyOfRange(open.bytes(), at, at + length));
  }
}
