package dev.gatehouse.protocol;

import dev.gatehouse.protocol.Malformed.Kind;
import dev.gatehouse.protocol.StrictJson.Bounds;

/** Opens result messages that are read field by field. */
final class Results {
  private Results() {}

  /** The result object of a checked message. */
  static JsonObject read(byte[] message, Bounds bounds) throws Malformed {
    var envelope = Envelope.scan(message, bounds);
    var result = JsonObject.at(message, envelope.result());
    if (result.isEmpty()) {
      throw new Malformed(
          Kind.INVALID_REQUEST,
          "a result with an object in it was expected",
          envelope.result().from(),
          envelope.idText());
    }
    return result.get();
  }
}
