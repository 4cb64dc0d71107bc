package dev.gatehouse.core.gateway;

import dev.gatehouse.core.audit.Reference;
import dev.gatehouse.core.connections.Capabilities;
import dev.gatehouse.core.guardrails.Finding;
import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.RequestContext;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.core.waiting.Waiting;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Era;
import dev.gatehouse.protocol.Span;
import dev.gatehouse.protocol.TraceContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request from its arrival to its answer: what is known of it so far, for the stages that
 * follow and for its record. Belongs to one thread at a time.
 */
final class Visit {
  /** In place of a time, for what did not happen. */
  static final long NEVER = Long.MIN_VALUE;

  private final Arrival arrival;
  private final Reply reply;
  private final Snapshot snapshot;
  private final Waiting waiting;
  private final long began;
  private final Instant time;
  private @Nullable Caller caller;
  private @Nullable Envelope message;
  private @Nullable Target target;
  private @Nullable Named asked;
  private @Nullable Permit permit;
  private @Nullable Reference intent;
  private @Nullable String session;
  private List<Finding> findings = List.of();
  private Era era = Era.LEGACY;
  private @Nullable String traceparent;
  private @Nullable String askedTask;
  private Tasks.@Nullable Task task;
  private long left = NEVER;

  Visit(
      Arrival arrival, Reply reply, Snapshot snapshot, Waiting waiting, long began, Instant time) {
    this.arrival = arrival;
    this.reply = reply;
    this.snapshot = snapshot;
    this.waiting = waiting;
    this.began = began;
    this.time = time;
    this.traceparent = TraceContext.traceparent(arrival.traceparent(), null);
  }

  Arrival arrival() {
    return arrival;
  }

  Reply reply() {
    return reply;
  }

  Snapshot snapshot() {
    return snapshot;
  }

  Waiting waiting() {
    return waiting;
  }

  /** When it came, by the nano clock. */
  long began() {
    return began;
  }

  void caller(Caller proven) {
    caller = proven;
  }

  /** Who calls. Asked for only behind authentication. */
  Caller caller() {
    var known = caller;
    if (known == null) {
      throw new IllegalStateException("nobody has been authenticated");
    }
    return known;
  }

  @Nullable Caller callerIfKnown() {
    return caller;
  }

  void message(Envelope scanned, Era spoken) {
    message = scanned;
    era = spoken;
    if (traceparent == null) {
      traceparent = TraceContext.traceparent(null, scanned);
    }
  }

  /** What was sent. Asked for only behind the front door, and not for GET or DELETE. */
  Envelope message() {
    var known = message;
    if (known == null) {
      throw new IllegalStateException("there is no message");
    }
    return known;
  }

  /** What was sent, null for GET and DELETE, and before the front door. */
  @Nullable Envelope messageIfAny() {
    return message;
  }

  /** The method as records know it, with the HTTP verb for requests without a message. */
  String method() {
    var known = message;
    if (known == null) {
      return "http/" + arrival.verb();
    }
    return known.method() == null ? "answer" : known.method();
  }

  /** JSON text of the request's id, null when there is none. */
  @Nullable String idText() {
    return message == null ? null : message.idText();
  }

  /** Whether it is a client's answer to a question of a server. */
  boolean isAnswer() {
    return message != null
        && (message.shape() == Envelope.Shape.RESULT || message.shape() == Envelope.Shape.ERROR);
  }

  Era era() {
    return era;
  }

  /** What the client wants to use, in its own words. */
  void asked(Named named) {
    asked = named;
  }

  @Nullable Named asked() {
    return asked;
  }

  /** The client asks about a task, by this id. */
  void asksForTask(String sealed) {
    askedTask = sealed;
  }

  /** The task that the client asks about, in its own words; null when it asks about none. */
  @Nullable String askedTask() {
    return askedTask;
  }

  void task(Tasks.Task found) {
    task = found;
  }

  /** The task that the request is about, null when it is about none. */
  Tasks.@Nullable Task task() {
    return task;
  }

  void target(Target found) {
    target = found;
  }

  @Nullable Target target() {
    return target;
  }

  void permit(Permit given) {
    permit = given;
  }

  @Nullable Permit permit() {
    return permit;
  }

  void findings(List<Finding> seen) {
    findings = seen;
  }

  /** What guardrails saw in the request. */
  List<Finding> findings() {
    return findings;
  }

  /** The session that it belongs to, by the name that records use. */
  void session(String name) {
    session = name;
  }

  @Nullable String session() {
    return session;
  }

  void intent(Reference written) {
    intent = written;
  }

  /** The record that the call was about to leave, null while there is none. */
  @Nullable Reference intent() {
    return intent;
  }

  void left(long at) {
    left = at;
  }

  /** When it left for its server, by the nano clock; {@link #NEVER} when it did not. */
  long left() {
    return left;
  }

  /** Whether the client declares this extension for this request. */
  boolean hasExtension(String name) {
    var declared = message == null ? Span.NONE : message.clientCapabilities();
    return message != null
        && declared.isPresent()
        && Capabilities.of(declared.text(message.bytes())).extensions().contains(name);
  }

  /**
   * The trace that the request belongs to, of its header or else of its {@code _meta}; null when
   * neither has one of the right shape.
   */
  @Nullable String traceparent() {
    return traceparent;
  }

  /** What conditions may know. */
  RequestContext context() {
    return new RequestContext(time, method(), arrival.endpoint().path(), arrival.connection());
  }
}
