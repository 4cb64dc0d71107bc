package dev.gatehouse.core.audit;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whatever stands in a file of the journal: it is read, or refused in words. */
class RecordDecoderFuzzTest {
  @FuzzTest
  void decodesOrRefusesARecord(byte[] bytes) {
    try {
      var event = AuditRecord.decode(bytes, 1, 1, 0).event();
      event.kind();
    } catch (IllegalArgumentException e) {
      // refused in words
    }
  }

  @FuzzTest
  void readsAnySegment(byte[] bytes) throws IOException {
    var file = Files.createTempFile("fuzz", ".seg");
    try {
      Files.write(file, bytes);
      walk(file);
    } finally {
      Files.delete(file);
    }
  }

  @FuzzTest
  void decodesOrRefusesAHead(byte[] bytes) {
    if (bytes.length >= 4
        && LittleEndian.readInt(bytes, 0) == bytes.length
        && Head.isLength(bytes.length)) {
      Head.decode(bytes);
    }
  }

  private static void walk(Path file) throws IOException {
    try (var reader = new SegmentReader(file)) {
      while (reader.next() == SegmentReader.Step.RECORD) {
        reader.follows(new byte[32], RecordLayout.sha256());
      }
      reader.firstNonZeroAfter();
    }
  }
}
