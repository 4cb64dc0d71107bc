package dev.gatehouse.core.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Checks the chain of heads. The newest head's signature vouches for all before it, since each
 * holds the hash of the one before; of the others, the first in each file is checked too.
 */
final class HeadCheck {
  private final NavigableMap<Long, Path> files;
  private final PublicKey key;
  private final long pauseNanos;
  private @Nullable Head newest;
  private @Nullable Head beforeNewest;
  private @Nullable BadPlace bad;
  private long count;
  private long verified;

  HeadCheck(NavigableMap<Long, Path> files, PublicKey key, long pauseNanos) {
    this.files = files;
    this.key = key;
    this.pauseNanos = pauseNanos;
  }

  /** The newest head that is whole, null when there is none. */
  @Nullable Head newest() {
    return newest;
  }

  @Nullable BadPlace bad() {
    return bad;
  }

  /** How many heads follow from one another. */
  long count() {
    return count;
  }

  void run() throws IOException {
    Head first = null;
    try (var reader = new HeadReader(files)) {
      var attempts = 0;
      while (bad == null) {
        var head = reader.next();
        if (head == null && reader.isDamaged() && attempts++ < 3) {
          LockSupport.parkNanos(pauseNanos); // it may be being written
          reader.refresh();
          continue;
        }
        if (head == null) {
          if (reader.isDamaged()) {
            bad = at(reader, reader.offset(), "the head is damaged, or its writing did not end");
          }
          break;
        }
        var offset = reader.offset() - head.bytes().length;
        var why = whyNot(head, reader.file(), offset == 0);
        if (why != null) {
          bad = at(reader, offset, why);
          break;
        }
        first = first == null ? head : first;
        beforeNewest = newest;
        newest = head;
        count++;
      }
    }
    checkTheEnds(first);
  }

  private @Nullable String whyNot(Head head, long file, boolean isFirstOfFile) {
    var before = newest;
    if (before != null
        && (head.mark().number() != before.mark().number() + 1
            || !Arrays.equals(head.previous(), before.mark().hash()))) {
      return "the head does not follow from head " + before.mark().number();
    }
    if (isFirstOfFile && head.mark().number() != file) {
      return "the file begins with head " + head.mark().number();
    }
    if (isFirstOfFile && head.keyId() == AuditKey.idOf(key)) {
      if (!head.isSignedBy(key)) {
        return "head signature wrong";
      }
      verified = head.mark().number();
    }
    return null;
  }

  private void checkTheEnds(@Nullable Head first) {
    var last = newest;
    if (last == null || first == null || bad != null) {
      return;
    }
    if (last.keyId() != AuditKey.idOf(key)) {
      bad =
          new BadPlace.InHeads(
              last.mark().number(),
              lastFile(),
              0,
              "signed by key "
                  + AuditKey.nameOf(last.keyId())
                  + ", not by the given key "
                  + AuditKey.nameOf(AuditKey.idOf(key)));
    } else if (last.mark().number() != verified && !last.isSignedBy(key)) {
      bad = new BadPlace.InHeads(last.mark().number(), lastFile(), 0, "head signature wrong");
      newest = beforeNewest;
      count--;
    } else if (first.mark().number() > last.removed().number() + 1
        || (first.mark().number() == last.removed().number() + 1
            && !Arrays.equals(first.previous(), last.removed().hash()))) {
      bad =
          new BadPlace.InHeads(
              last.removed().number() + 1, "heads", 0, "the heads before it are missing");
    }
  }

  private String lastFile() {
    return files.lastEntry().getValue().getFileName().toString();
  }

  private BadPlace at(HeadReader reader, long offset, String why) {
    var file = files.get(reader.file());
    var number = newest == null ? 1 : newest.mark().number() + 1;
    return new BadPlace.InHeads(
        number, file == null ? "heads" : file.getFileName().toString(), offset, why);
  }
}
