package dev.gatehouse.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A message breaks the rules of JSON, of JSON-RPC or of MCP's envelope. Says what and where, never
 * repeats the message's own text. Has no stack trace: it is an answer, not a bug.
 */
public final class Malformed extends Exception {
  private static final long serialVersionUID = 1L;

  /** Which rules are broken. */
  public enum Kind {
    /** The text is not strict JSON. */
    PARSE(JsonRpc.PARSE_ERROR),
    /** The text is JSON but not one JSON-RPC message. */
    INVALID_REQUEST(JsonRpc.INVALID_REQUEST),
    /** A parameter that every MCP method spells alike has the wrong type. */
    INVALID_PARAMS(JsonRpc.INVALID_PARAMS),
    /** The text is an array: a batch, which only revision 2025-03-26 allowed. */
    BATCH(JsonRpc.INVALID_REQUEST);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /** The JSON-RPC error code that answers it. */
    public int code() {
      return code;
    }
  }

  private final Kind kind;
  private final String what;
  private final int offset;
  private final @Nullable String idText;

  Malformed(Kind kind, String what, int offset, @Nullable String idText) {
    super(what + " (byte " + offset + ")", null, false, false);
    this.kind = kind;
    this.what = what;
    this.offset = offset;
    this.idText = idText;
  }

  static Malformed json(String what, int offset) {
    return new Malformed(Kind.PARSE, what, offset, null);
  }

  Malformed withId(@Nullable String id) {
    return new Malformed(kind, what, offset, id);
  }

  public Kind kind() {
    return kind;
  }

  public boolean isBatch() {
    return kind == Kind.BATCH;
  }

  /** Where the rule is broken, in bytes from the start. */
  public int offset() {
    return offset;
  }

  /** Raw JSON text of the request's id, null when it is not known. */
  public @Nullable String idText() {
    return idText;
  }
}
