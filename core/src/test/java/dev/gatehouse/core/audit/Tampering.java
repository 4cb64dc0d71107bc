package dev.gatehouse.core.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What someone with access to the files, but not to the key, could do to them. */
final class Tampering {
  private final JournalFiles files;

  Tampering(Path directory) {
    this.files = new JournalFiles(directory);
  }

  Path segment(int lane, long number) {
    return files.segment(lane, number);
  }

  /** The records of a segment as bytes. */
  List<byte[]> records(int lane, long number) throws IOException {
    var records = new ArrayList<byte[]>();
    try (var reader = new SegmentReader(segment(lane, number))) {
      while (reader.next() == SegmentReader.Step.RECORD) {
        records.add(reader.copy());
      }
    }
    return records;
  }

  /** Puts other records behind the header of a segment. */
  void replace(int lane, long number, List<byte[]> records) throws IOException {
    var header = Arrays.copyOf(Files.readAllBytes(segment(lane, number)), SegmentHeader.SIZE);
    try (var out = Files.newOutputStream(segment(lane, number))) {
      out.write(header);
      for (var record : records) {
        out.write(record);
      }
    }
  }

  /** Chains records anew from the header of their segment on. */
  void rechain(int lane, long number, List<byte[]> records) throws IOException, DigestException {
    var sha256 = RecordLayout.sha256();
    try (var reader = new SegmentReader(segment(lane, number))) {
      var chain = reader.headerHash();
      for (var record : records) {
        sha256.update(chain);
        sha256.update(record, 0, record.length - RecordLayout.HASH);
        sha256.digest(record, record.length - RecordLayout.HASH, RecordLayout.HASH);
        chain = Arrays.copyOfRange(record, record.length - RecordLayout.HASH, record.length);
      }
    }
    replace(lane, number, records);
  }

  /** Cuts the segment behind this many of its records. */
  void truncate(int lane, long number, int records) throws IOException {
    replace(lane, number, records(lane, number).subList(0, records));
  }

  /** All files that are evidence. */
  List<Path> evidence() throws IOException {
    var all = new ArrayList<Path>();
    files.segments().values().forEach(segments -> all.addAll(segments.values()));
    all.addAll(files.heads().values());
    return all;
  }

  Path headFile() throws IOException {
    return files.heads().firstEntry().getValue();
  }

  static void copy(Path from, Path to) {
    try {
      Files.createDirectories(to);
      try (var files = Files.newDirectoryStream(from)) {
        for (var file : files) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
