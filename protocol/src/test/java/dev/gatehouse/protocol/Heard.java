package dev.gatehouse.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What a reader told of a stream: per event one line of type, id and data. */
final class Heard implements SseReader.Sink {
  static final int MAX = 1_000;

  final SseReader reader = new SseReader(MAX);
  final List<String> events = new ArrayList<>();
  final List<Long> retries = new ArrayList<>();
  int comments;

  static Heard of(byte[] stream) throws Malformed {
    var heard = new Heard();
    heard.reader.feed(stream, 0, stream.length, heard);
    return heard;
  }

  static Heard ofSingleBytes(byte[] stream) throws Malformed {
    var heard = new Heard();
    for (var at = 0; at < stream.length; at++) {
      heard.reader.feed(stream, at, at + 1, heard);
    }
    return heard;
  }

  static Heard cut(byte[] stream, RandomGenerator random) throws Malformed {
    var heard = new Heard();
    for (var at = 0; at < stream.length; ) {
      var to = Math.min(stream.length, at + random.nextInt(12));
      heard.reader.feed(stream, at, to, heard);
      at = to;
    }
    return heard;
  }

  @Override
  public void event(byte[] data, String id, String type) {
    events.add(type + " " + id + " " + new String(data, UTF_8));
  }

  @Override
  public void comment() {
    comments++;
  }

  @Override
  public void retry(long millis) {
    retries.add(millis);
  }
}
