package dev.gatehouse.protocol;

import dev.gatehouse.protocol.StrictJson.Bounds;
import org.jspecify.annotations.Nullable;

/**
 * One JSON-RPC message whose whole text was checked, with the places of the facts that a gateway
 * needs. Immutable as long as nobody writes to its bytes. Strings are decoded at each call; absent
 * values are null or {@link Span#NONE}; JSON null counts as absent.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic#messages">messages</a>
 */
public final class Envelope {
  /** The four messages of JSON-RPC. */
  public enum Shape {
    REQUEST,
    NOTIFICATION,
    RESULT,
    ERROR
  }

  private final byte[] bytes;
  private final Shape shape;
  private final @Nullable String method;
  private final Facts facts;

  Envelope(byte[] bytes, Shape shape, @Nullable String method, Facts facts) {
    this.bytes = bytes;
    this.shape = shape;
    this.method = method;
    this.facts = facts;
  }

  /**
   * Reads one message, whole. The bytes are kept, not copied.
   *
   * @throws Malformed of kind PARSE when the text is not strict JSON, BATCH when it is an array,
   *     INVALID_REQUEST when it is not a message, INVALID_PARAMS when a well-known parameter has
   *     the wrong type; with the id when that is known
   */
  public static Envelope scan(byte[] message, Bounds bounds) throws Malformed {
    return new EnvelopeScanner(message, bounds).scan();
  }

  /** The text that was scanned; not to be written to. */
  public byte[] bytes() {
    return bytes;
  }

  public Shape shape() {
    return shape;
  }

  /** The id; absent in notifications, and in errors that answer nothing known. */
  public Span id() {
    return span(Fact.ID);
  }

  /** Raw JSON text of the id, {@code 7} or {@code "a"} with its quotes. */
  public @Nullable String idText() {
    return id().isPresent() ? id().text(bytes) : null;
  }

  /** The method; null in results and errors. Names that MCP defines are always one instance. */
  public @Nullable String method() {
    return method;
  }

  public Span params() {
    return span(Fact.PARAMS);
  }

  /** {@code params.name}. */
  public @Nullable String name() {
    return string(Fact.NAME);
  }

  public Span nameSpan() {
    return span(Fact.NAME);
  }

  /** {@code params.uri}. */
  public @Nullable String uri() {
    return string(Fact.URI);
  }

  public Span uriSpan() {
    return span(Fact.URI);
  }

  /** {@code params.taskId}. */
  public @Nullable String taskId() {
    return string(Fact.TASK_ID);
  }

  public Span taskIdSpan() {
    return span(Fact.TASK_ID);
  }

  /** Whether a call of revision 2025-11-25 asks to become a task: {@code params.task}. */
  public boolean asksForTask() {
    return span(Fact.TASK).isPresent();
  }

  /** The id of the task that a message of revision 2025-11-25 belongs to, in its {@code _meta}. */
  public Span relatedTask() {
    return span(shape == Shape.RESULT ? Fact.RESULT_RELATED_TASK : Fact.META_RELATED_TASK);
  }

  /** {@code result.task.taskId}: the id of a task of revision 2025-11-25 that has begun. */
  public Span createdTask() {
    return span(Fact.RESULT_CREATED_TASK);
  }

  /** {@code params.cursor}; the empty string is a cursor too. */
  public @Nullable String cursor() {
    return string(Fact.CURSOR);
  }

  public Span cursorSpan() {
    return span(Fact.CURSOR);
  }

  /** {@code params.arguments}, an object. */
  public Span arguments() {
    return span(Fact.ARGUMENTS);
  }

  /** {@code params._meta}, an object. */
  public Span meta() {
    return span(Fact.META);
  }

  /**
   * The progress token: {@code params._meta.progressToken} of a request, {@code
   * params.progressToken} of a notification. A string of at most 256 bytes or an integer.
   */
  public Span progressToken() {
    return shape == Shape.NOTIFICATION ? span(Fact.PROGRESS_TOKEN) : span(Fact.META_PROGRESS_TOKEN);
  }

  /** The version that a modern request claims in its {@code _meta}; null in legacy messages. */
  public @Nullable String metaProtocolVersion() {
    return string(Fact.META_PROTOCOL_VERSION);
  }

  /** The place of {@link #metaProtocolVersion}. */
  public Span metaProtocolVersionSpan() {
    return span(Fact.META_PROTOCOL_VERSION);
  }

  /** The client's capabilities: in {@code _meta}, or those of a legacy {@code initialize}. */
  public Span clientCapabilities() {
    var modern = span(Fact.META_CAPABILITIES);
    return modern.isPresent() || !"initialize".equals(method) ? modern : span(Fact.CAPABILITIES);
  }

  /** Capabilities in {@code _meta} only: what a modern request must have. */
  public Span metaClientCapabilities() {
    return span(Fact.META_CAPABILITIES);
  }

  /** {@code params.protocolVersion} of a legacy {@code initialize}. */
  public @Nullable String initializeProtocolVersion() {
    return "initialize".equals(method) ? string(Fact.PROTOCOL_VERSION) : null;
  }

  /** The name that the client gives itself, in either era. Never proof of anything. */
  public @Nullable String clientInfoName() {
    var modern = string(Fact.META_CLIENT_INFO_NAME);
    return modern == null ? string(Fact.CLIENT_INFO_NAME) : modern;
  }

  /** {@code params.requestState} of a retried request. */
  public Span requestState() {
    return span(Fact.REQUEST_STATE);
  }

  /** {@code params.inputResponses} of a retried request. */
  public Span inputResponses() {
    return span(Fact.INPUT_RESPONSES);
  }

  /** {@code params.ref} of {@code completion/complete}. */
  public Span ref() {
    return span(Fact.REF);
  }

  public @Nullable String refName() {
    return string(Fact.REF_NAME);
  }

  public Span refNameSpan() {
    return span(Fact.REF_NAME);
  }

  public @Nullable String refUri() {
    return string(Fact.REF_URI);
  }

  public Span refUriSpan() {
    return span(Fact.REF_URI);
  }

  /** {@code params.requestId} of {@code notifications/cancelled}. */
  public Span requestId() {
    return span(Fact.REQUEST_ID);
  }

  /** The log level asked for: in {@code _meta}, else {@code params.level}. */
  public @Nullable String logLevel() {
    var modern = string(Fact.META_LOG_LEVEL);
    return modern == null ? string(Fact.LEVEL) : modern;
  }

  /**
   * {@code params.notifications} of {@code subscriptions/listen}: what the client wants to hear.
   */
  public Span listenFilter() {
    return span(Fact.LISTEN_FILTER);
  }

  /** The place of {@code params._meta.traceparent}, of any type. */
  public Span metaTraceparent() {
    return span(Fact.META_TRACEPARENT);
  }

  /** The subscription that a notification or a result belongs to, in its {@code _meta}. */
  public Span metaSubscriptionId() {
    return shape == Shape.RESULT
        ? span(Fact.RESULT_SUBSCRIPTION_ID)
        : span(Fact.META_SUBSCRIPTION_ID);
  }

  /** The result, of any type. */
  public Span result() {
    return span(Fact.RESULT);
  }

  /** {@code result.resultType}; null in legacy results. */
  public @Nullable String resultType() {
    return string(Fact.RESULT_TYPE);
  }

  public Span resultTypeSpan() {
    return span(Fact.RESULT_TYPE);
  }

  /** {@code result.requestState} of a result that asks for input. */
  public Span resultRequestState() {
    return span(Fact.RESULT_REQUEST_STATE);
  }

  /** {@code result.inputRequests} of a result that asks for input. */
  public Span resultInputRequests() {
    return span(Fact.RESULT_INPUT_REQUESTS);
  }

  /** {@code result.taskId} of a result that is a task. */
  public Span resultTaskId() {
    return span(Fact.RESULT_TASK_ID);
  }

  /** {@code result.ttlMs}, of any type. */
  public Span resultTtlMs() {
    return span(Fact.RESULT_TTL_MS);
  }

  /** {@code result.cacheScope}, of any type. */
  public Span resultCacheScope() {
    return span(Fact.RESULT_CACHE_SCOPE);
  }

  /** {@code result.structuredContent}, of any type. */
  public Span structuredContent() {
    return span(Fact.RESULT_STRUCTURED_CONTENT);
  }

  /** {@code result._meta}, an object. */
  public Span resultMeta() {
    return span(Fact.RESULT_META);
  }

  /** Whether {@code result.isError} is true. */
  public boolean isError() {
    var claim = span(Fact.RESULT_IS_ERROR);
    return claim.isPresent() && bytes[claim.from()] == 't';
  }

  /** The error of an error message. */
  public Span error() {
    return span(Fact.ERROR);
  }

  /**
   * {@code error.code}.
   *
   * @throws IllegalStateException when this is no error
   */
  public int errorCode() {
    if (shape != Shape.ERROR) {
      throw new IllegalStateException("a " + shape + " has no error code");
    }
    var code = span(Fact.ERROR_CODE);
    return (int) JsonText.safeInteger(bytes, code.from(), code.to()).orElseThrow();
  }

  public @Nullable String errorMessage() {
    return string(Fact.ERROR_MESSAGE);
  }

  /** {@code error.data}, of any type. */
  public Span errorData() {
    return span(Fact.ERROR_DATA);
  }

  /** Leaves the text out. */
  @Override
  public String toString() {
    return "Envelope[" + shape + ", " + bytes.length + " bytes]";
  }

  private Span span(Fact fact) {
    return facts.span(fact);
  }

  private @Nullable String string(Fact fact) {
    var span = span(fact);
    return span.isPresent() ? span.string(bytes) : null;
  }
}
