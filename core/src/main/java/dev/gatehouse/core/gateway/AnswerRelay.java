package dev.gatehouse.core.gateway;

import dev.gatehouse.core.audit.AuditEvent.Status;
import dev.gatehouse.core.guardrails.Finding;
import dev.gatehouse.core.guardrails.Guardrails;
import dev.gatehouse.core.guardrails.Inspected;
import dev.gatehouse.core.limits.Admission;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.Exchange;
import dev.gatehouse.core.upstream.UpstreamFailure;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Era;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer side of one call: inspects each piece, accounts for it, records the outcome, and only
 * then sends it on. Told by one thread at a time; nothing here waits.
 */
final class AnswerRelay implements Answering {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final int MOST_FINDINGS = 100;

  private final Visit visit;
  private final Way way;
  private final Stages stages;
  private final @Nullable Admission admission;
  private final AnswerEdit edit;
  private final @Nullable Runnable whenForgotten;
  private final List<Finding> findings = new ArrayList<>(0);
  private @Nullable AnswerHead head;
  private Reply.@Nullable EventStream stream;
  private volatile @Nullable Exchange exchange;
  private volatile boolean over;
  private volatile boolean clientGone;
  private boolean resumable;
  private long bytes;

  /**
   * @param admission what ends when the answer does, null for what no limit counts
   * @param whenForgotten sends the call again in a new session or to a new process, null when that
   *     may not be
   */
  AnswerRelay(
      Visit visit,
      Way way,
      Stages stages,
      @Nullable Admission admission,
      AnswerEdit edit,
      @Nullable Runnable whenForgotten) {
    this.visit = visit;
    this.way = way;
    this.stages = stages;
    this.admission = admission;
    this.edit = edit;
    this.whenForgotten = whenForgotten;
    this.findings.addAll(visit.findings());
  }

  /** Takes the handle by which the exchange is slowed and ended. */
  void begins(Exchange begun) {
    exchange = begun;
    visit.reply().onGone(this::clientLeft);
  }

  @Override
  public void head(AnswerHead answerHead) {
    if (over) {
      return;
    }
    way.line().breaker().succeeded();
    head = answerHead;
    if (answerHead.status() == 401 || answerHead.status() == 403) {
      stop(
          new Refusal.UpstreamDown(
              way.server().name().text(),
              "it refuses the gateway's credential with status " + answerHead.status(),
              SOON));
    } else if (answerHead.form() == AnswerHead.Form.EVENTS && answerHead.status() == 200) {
      var begun = visit.reply().stream(Reply.Head.of(200));
      begun.onDrained(this::resume);
      stream = begun;
    }
  }

  @Override
  public void message(byte[] message, @Nullable String eventId) {
    if (over) {
      return;
    }
    resumable |= eventId != null && !eventId.isEmpty();
    bytes += message.length;
    Envelope envelope;
    try {
      envelope = Envelope.scan(message, StrictJson.Bounds.DEFAULT);
    } catch (Malformed e) {
      notMcp(e);
      return;
    }
    switch (envelope.shape()) {
      case RESULT, ERROR -> answered(envelope, eventId);
      case NOTIFICATION -> pass(envelope, eventId);
      case REQUEST -> ask(envelope, eventId);
    }
  }

  /** On a stream such an event is dropped; as the one answer it says nothing at all. */
  private void notMcp(Malformed why) {
    if (stream == null) {
      stop(unanswered("its answer with status " + status() + " is not JSON-RPC: " + why));
    }
  }

  private void answered(Envelope answer, @Nullable String eventId) {
    if (isForgotten(answer)) {
      var again = whenForgotten;
      if (again != null) {
        over = true;
        again.run();
        return;
      }
    }
    if (!answersThis(answer)) {
      return;
    }
    try {
      var inspected = inspect(edit.edit(answer));
      over = true;
      account(
          statusOf(answer),
          httpStatus(answer),
          null,
          () -> deliver(inspected.message(), httpStatus(answer), eventId));
    } catch (Refused refused) {
      stop(refused.refusal());
    } catch (Malformed e) {
      stop(unanswered("its answer to " + visit.method() + " cannot be read: " + e.getMessage()));
    }
  }

  private boolean answersThis(Envelope answer) {
    var id = answer.idText();
    var asked = visit.idText();
    return id == null ? stream == null : id.equals(asked);
  }

  /** A server that has lost its session says so by 404; some say 400 and -32000. */
  private boolean isForgotten(Envelope answer) {
    var session = way.session();
    if (session == null || !session.hasId() || stream != null) {
      return false;
    }
    return status() == 404
        || (status() == 400
            && answer.shape() == Envelope.Shape.ERROR
            && answer.errorCode() == -32000);
  }

  private Inspected inspect(byte[] message) {
    var permit = visit.permit();
    Guardrails guardrails = visit.snapshot().guardrails();
    var inspected =
        permit == null ? guardrails.unguarded(message) : guardrails.answer(permit, message);
    if (findings.size() < MOST_FINDINGS) {
      findings.addAll(inspected.findings());
    }
    return inspected;
  }

  private void pass(Envelope notification, @Nullable String eventId) {
    var to = stream;
    if (to == null || clientGone) {
      return;
    }
    try {
      send(to, inspect(notification.bytes()), eventId);
    } catch (Refused refused) {
      stop(refused.refusal());
    }
  }

  /** Passes a server's question on, and notes it so that only its answer comes back. */
  private void ask(Envelope question, @Nullable String eventId) {
    var to = stream;
    var session = way.session();
    var client = way.client();
    if (session == null || client == null) {
      return;
    }
    if (to == null || clientGone) {
      session.post(
          JsonRpc.error(question.idText(), JsonRpc.METHOD_NOT_FOUND, "Nobody can answer here."));
      return;
    }
    try {
      var asked = stages.questions().ask(visit, session, client, question);
      if (asked != null) {
        send(to, inspect(asked), eventId);
      }
    } catch (Refused refused) {
      stop(refused.refusal());
    }
  }

  private void send(Reply.EventStream to, Inspected inspected, @Nullable String eventId) {
    to.event(inspected.message(), eventId);
    var sending = exchange;
    if (sending != null && to.isFull()) {
      sending.pause();
    }
  }

  private void deliver(byte[] message, int status, @Nullable String eventId) {
    var to = stream;
    if (clientGone) {
      return;
    }
    if (to == null) {
      visit.reply().whole(Reply.Head.of(status), message);
    } else {
      to.event(message, eventId);
      to.end();
    }
  }

  @Override
  public void end() {
    if (over) {
      return;
    }
    var to = stream;
    if (to != null && resumable && visit.era() == Era.LEGACY) {
      // The server lets go of the stream; the client comes back for the rest by Last-Event-ID.
      over = true;
      account(Status.OK, 200, null, to::end);
    } else if (to == null && visit.idText() == null) {
      over = true;
      visit.reply().whole(Reply.Head.of(status()), new byte[0]);
      ends();
    } else {
      stop(unanswered("it ended its answer with status " + status() + " without a message"));
    }
  }

  @Override
  public void failed(UpstreamFailure failure) {
    if (over) {
      return;
    }
    if (failure.cause() != UpstreamFailure.Cause.BUSY) {
      way.line().breaker().failed();
    }
    way.line().renewWhenEnded(way.upstream(), failure);
    var session = way.session();
    var client = way.client();
    if (session != null && client != null && way.line().isPipe()) {
      client.forgotten(session);
    }
    var again = whenForgotten;
    if (again != null && hadEnded(failure)) {
      over = true;
      again.run();
      return;
    }
    stop(
        failure.sent() == UpstreamFailure.Sent.NO
            ? new Refusal.UpstreamDown(way.server().name().text(), failure.detail(), SOON)
            : unanswered(failure.detail()));
  }

  /** A process that ended between two calls has not seen this one. */
  private boolean hadEnded(UpstreamFailure failure) {
    return way.line().isPipe()
        && failure.cause() == UpstreamFailure.Cause.UNREACHABLE
        && failure.sent() == UpstreamFailure.Sent.NO;
  }

  private Refusal unanswered(String cause) {
    return new Refusal.OutcomeUnknown(way.server().name().text(), cause);
  }

  /** Records the outcome and answers then; what cannot be recorded is not answered. */
  private void account(Status status, int http, @Nullable Refusal refusal, Runnable answer) {
    ends();
    stages
        .ledger()
        .outcome(visit, status, http, bytes, findings, refusal, answer, this::notRecorded);
  }

  /** The record of this call could not be written, so the caller gets nothing of it. */
  void notRecorded() {
    over = true;
    ends();
    tell(new Refusal.NotDecided("the audit record cannot be written", SOON), "not-recorded");
  }

  /** Ends the call with a refusal in place of its answer. */
  private void stop(Refusal refusal) {
    over = true;
    var stopping = exchange;
    if (stopping != null) {
      stopping.cancel();
    }
    var status =
        refusal instanceof Refusal.Guardrail ? Status.REFUSED_IN_RESULT : Status.UPSTREAM_FAILED;
    var intent = visit.intent();
    var reference = intent == null ? "" : intent.text();
    account(status, 200, refusal, () -> tell(refusal, reference));
  }

  private void tell(Refusal refusal, String reference) {
    if (!clientGone) {
      stages.refusing().answer(visit, refusal, reference, stream);
    }
  }

  /** The client does not want the answer any more. */
  void cancelled() {
    if (over) {
      return;
    }
    over = true;
    var ending = exchange;
    if (ending != null) {
      ending.cancel();
    }
    var to = stream;
    account(
        Status.CANCELLED,
        0,
        null,
        () -> {
          if (to != null && !clientGone) {
            to.end();
          }
        });
  }

  /** In the modern era leaving is cancelling; in the legacy era the call goes on unheard. */
  private void clientLeft() {
    clientGone = true;
    if (visit.era() == Era.MODERN) {
      cancelled();
    } else {
      resume();
    }
  }

  private void resume() {
    var sending = exchange;
    if (sending != null) {
      sending.resume();
    }
  }

  private void ends() {
    if (admission != null) {
      admission.close();
    }
    var client = way.client();
    var id = visit.idText();
    if (client != null && id != null) {
      client.ends(id);
    }
  }

  private int status() {
    var known = head;
    return known == null ? 0 : known.status();
  }

  private static Status statusOf(Envelope answer) {
    if (answer.shape() == Envelope.Shape.ERROR) {
      return Status.ERROR;
    }
    return answer.isError() ? Status.TOOL_ERROR : Status.OK;
  }

  /** Pipes have no status of their own, so errors get the one that HTTP would have given them. */
  private int httpStatus(Envelope answer) {
    if (!way.line().isPipe() || visit.era() == Era.LEGACY) {
      return status();
    }
    if (answer.shape() != Envelope.Shape.ERROR) {
      return 200;
    }
    return switch (answer.errorCode()) {
      case JsonRpc.METHOD_NOT_FOUND -> 404;
      case JsonRpc.HEADER_MISMATCH, JsonRpc.MISSING_CAPABILITY, JsonRpc.UNSUPPORTED_VERSION -> 400;
      default -> 200;
    };
  }
}
