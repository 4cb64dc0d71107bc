package dev.gatehouse.protocol;

import dev.gatehouse.protocol.Layer.Field;
import dev.gatehouse.protocol.Layer.Otherwise;
import dev.gatehouse.protocol.Malformed.Kind;
import dev.gatehouse.protocol.StrictJson.Bounds;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads one message in one pass: checks each byte, notes where the facts stand and only then judges
 * the whole. The first broken rule of JSON-RPC is kept until the end of the text, so that its
 * answer can carry an id that stands behind it.
 */
final class EnvelopeScanner {
  private static final byte[] VERSION = {'"', '2', '.', '0', '"'};
  private static final int MAX_TOKEN_BYTES = 256;
  private static final int MAX_METHOD_CHARS = 256;

  private final byte[] bytes;
  private final JsonCursor cursor;
  private final Facts facts = new Facts();
  private @Nullable Malformed problem;

  EnvelopeScanner(byte[] bytes, Bounds bounds) {
    this.bytes = bytes;
    this.cursor = new JsonCursor(bytes, bounds);
  }

  Envelope scan() throws Malformed {
    try {
      read();
    } catch (Malformed malformed) {
      throw malformed.withId(idText());
    }
    var shape = shape();
    var method = facts.has(Fact.METHOD) && problem == null ? method() : null;
    if (problem != null) {
      throw problem.withId(idText());
    }
    return new Envelope(bytes, shape, method, facts);
  }

  private void read() throws Malformed {
    cursor.begin();
    if (cursor.peek() == '[') {
      throw new Malformed(Kind.BATCH, "a batch is not allowed", cursor.at(), null);
    }
    if (cursor.peek() == '{') {
      readObject(Layer.MESSAGE);
    } else {
      problem(Kind.INVALID_REQUEST, "a message must be an object", cursor.at());
      cursor.skipValue();
    }
    cursor.end();
  }

  private void readObject(Layer layer) throws Malformed {
    cursor.enterObject();
    while (cursor.nextName()) {
      var field = layer.find(cursor);
      if (field == null) {
        cursor.skipValue();
      } else {
        readField(field, layer.otherwise());
      }
    }
  }

  private void readField(Field field, Otherwise otherwise) throws Malformed {
    var from = cursor.at();
    if (field.inside() != null && cursor.peek() == '{') {
      readObject(field.inside());
    } else {
      cursor.skipValue();
    }
    var to = cursor.at();
    if (fits(field.type(), from, to)) {
      if (field.fact() != null) {
        facts.put(field.fact(), from, to);
      }
    } else if (bytes[from] != 'n' || field.fact() == Fact.META_PROTOCOL_VERSION) {
      complain(otherwise, from);
    }
  }

  private boolean fits(Layer.Type type, int from, int to) {
    return switch (type) {
      case ANY -> true;
      case STRING -> bytes[from] == '"';
      case OBJECT -> bytes[from] == '{';
      case TOKEN -> isToken(from, to);
    };
  }

  private boolean isToken(int from, int to) {
    return bytes[from] == '"'
        ? to - from - 2 <= MAX_TOKEN_BYTES
        : JsonText.safeInteger(bytes, from, to).isPresent();
  }

  private void complain(Otherwise otherwise, int at) {
    switch (otherwise) {
      case INVALID_REQUEST -> problem(Kind.INVALID_REQUEST, "a field has the wrong type", at);
      case INVALID_PARAMS -> problem(Kind.INVALID_PARAMS, "a parameter has the wrong type", at);
      case ABSENT -> {}
    }
  }

  private Envelope.Shape shape() {
    var from = facts.from(Fact.JSONRPC);
    var to = facts.to(Fact.JSONRPC);
    if (!Arrays.equals(bytes, from, to, VERSION, 0, VERSION.length)) {
      problem(Kind.INVALID_REQUEST, "\"jsonrpc\" must be \"2.0\"", from);
    }
    var isResponse = facts.has(Fact.RESULT) || facts.has(Fact.ERROR);
    if (facts.has(Fact.METHOD)) {
      if (isResponse) {
        problem(Kind.INVALID_REQUEST, "a message is either request or response", 0);
      }
      checkParams();
      if (facts.has(Fact.ID)) {
        checkId();
        return Envelope.Shape.REQUEST;
      }
      return Envelope.Shape.NOTIFICATION;
    }
    if (!isResponse) {
      problem(Kind.INVALID_REQUEST, "a message needs a method, a result or an error", 0);
    } else if (facts.has(Fact.RESULT) && facts.has(Fact.ERROR)) {
      problem(Kind.INVALID_REQUEST, "a response has either a result or an error", 0);
    } else if (facts.has(Fact.PARAMS)) {
      problem(Kind.INVALID_REQUEST, "a response has no params", facts.from(Fact.PARAMS));
    }
    if (facts.has(Fact.ERROR)) {
      checkError();
      return Envelope.Shape.ERROR;
    }
    checkId();
    return Envelope.Shape.RESULT;
  }

  private void checkParams() {
    if (facts.has(Fact.PARAMS) && bytes[facts.from(Fact.PARAMS)] != '{') {
      problem(Kind.INVALID_REQUEST, "params must be an object", facts.from(Fact.PARAMS));
    }
  }

  private void checkId() {
    if (!facts.has(Fact.ID) || !isToken(facts.from(Fact.ID), facts.to(Fact.ID))) {
      problem(
          Kind.INVALID_REQUEST,
          "an id must be a string of at most 256 bytes or an integer within +-(2^53-1)",
          facts.from(Fact.ID));
    }
  }

  /** An error may lack the id, or name it null, when the request was not understood. */
  private void checkError() {
    if (facts.has(Fact.ID) && bytes[facts.from(Fact.ID)] == 'n') {
      facts.forget(Fact.ID);
    } else if (facts.has(Fact.ID)) {
      checkId();
    }
    var code = JsonText.safeInteger(bytes, facts.from(Fact.ERROR_CODE), facts.to(Fact.ERROR_CODE));
    if (code.isEmpty() || code.getAsLong() != (int) code.getAsLong()) {
      problem(Kind.INVALID_REQUEST, "an error needs an integer code", facts.from(Fact.ERROR));
    }
  }

  private @Nullable String method() {
    var from = facts.from(Fact.METHOD);
    if (bytes[from] == '"') {
      var method = Methods.read(bytes, from + 1, facts.to(Fact.METHOD) - 1);
      if (!method.isEmpty() && method.length() <= MAX_METHOD_CHARS) {
        return method;
      }
    }
    problem(Kind.INVALID_REQUEST, "a method must be a string of 1 to 256 characters", from);
    return null;
  }

  private @Nullable String idText() {
    var from = facts.from(Fact.ID);
    var to = facts.to(Fact.ID);
    return facts.has(Fact.ID) && isToken(from, to) ? new Span(from, to).text(bytes) : null;
  }

  private void problem(Kind kind, String what, int at) {
    if (problem == null) {
      problem = new Malformed(kind, what, at, null);
    }
  }
}
