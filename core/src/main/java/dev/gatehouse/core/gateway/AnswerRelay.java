package dev.gatehouse.core.gateway;

import dev.gatehouse.core.audit.AuditEvent.Status;
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
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The answer side of one call: inspects each piece, accounts for it, records the outcome, and only
 * then sends it on. What comes from the server is told by one thread at a time; cancellation, a
 * client that leaves and the sender's own thread may come in between. Whoever is first to {@link
 * CallEnd#claim} the end says how the call ends, so that there is one outcome and one answer.
 * Nothing here waits, and no lock is held.
 */
final class AnswerRelay implements Answering {
  private static final System.Logger LOG = System.getLogger(AnswerRelay.class.getName());
  private static final Duration SOON = Duration.ofSeconds(5);

  /** Sends a call once more that was not carried out. */
  interface Resending {
    /** Sends it, or says {@link #isNotSentAgain} to the first try. Returns at once. */
    void sendAgain(AnswerRelay first, NotDone why);
  }

  private final Visit visit;
  private final Way way;
  private final Stages stages;
  private final AnswerEdit edit;
  private final @Nullable Resending whenNotDone;
  private final CallEnd end;
  private final Delivery delivery;
  private @Nullable AnswerHead head;
  private volatile @Nullable Exchange exchange;
  private volatile boolean hasAskedLast;
  private boolean resumable;

  /**
   * @param admission what ends when the answer does, null for what no limit counts
   * @param whenNotDone sends the call once more, null when that may not be
   */
  AnswerRelay(
      Visit visit,
      Way way,
      Stages stages,
      @Nullable Admission admission,
      AnswerEdit edit,
      @Nullable Resending whenNotDone) {
    this.visit = visit;
    this.way = way;
    this.stages = stages;
    this.edit = edit;
    this.whenNotDone = whenNotDone;
    this.end = new CallEnd(visit, way, stages.ledger(), admission);
    this.delivery = new Delivery(visit, way, stages.replays());
  }

  /** Takes the handle by which the exchange is slowed and ended; it may be over already. */
  void begins(Exchange begun) {
    exchange = begun;
    if (end.isOver()) {
      begun.cancel();
    }
    visit.reply().onGone(this::clientLeft);
  }

  /** Runs the action when the call ends; to be set before it leaves. */
  void whenOver(Runnable action) {
    end.whenOver(action);
  }

  @Override
  public void head(AnswerHead answerHead) {
    guarded(() -> begun(answerHead));
  }

  @Override
  public void message(byte[] message, @Nullable String eventId) {
    guarded(() -> heard(message, eventId));
  }

  @Override
  public void mark(String eventId, long retryMillis) {
    if (delivery.mark(eventId, retryMillis)) {
      resumable = true;
    }
  }

  @Override
  public void end() {
    guarded(this::ended);
  }

  @Override
  public void failed(UpstreamFailure failure) {
    guarded(() -> broken(failure));
  }

  /** A bug here must not take the answer with it. */
  private void guarded(Runnable step) {
    if (end.isOver()) {
      return;
    }
    try {
      step.run();
    } catch (RuntimeException bug) {
      bug(bug);
    }
  }

  /** Ends the call after a bug of ours. */
  void bug(RuntimeException bug) {
    LOG.log(System.Logger.Level.ERROR, "a bug in relaying " + visit.arrival(), bug);
    stop(internal(bug));
  }

  static Refusal internal(RuntimeException bug) {
    return new Refusal.Internal(bug.getClass().getName());
  }

  private void begun(AnswerHead answerHead) {
    way.line().breaker().succeeded();
    head = answerHead;
    if (answerHead.status() == 401 || answerHead.status() == 403) {
      stop(
          new Refusal.UpstreamDown(
              way.server().name().text(),
              "it refuses the gateway's credential with status " + answerHead.status(),
              SOON));
    } else if (answerHead.form() == AnswerHead.Form.EVENTS && answerHead.status() == 200) {
      delivery.streams(this::resume);
    }
  }

  private void heard(byte[] message, @Nullable String eventId) {
    resumable |= eventId != null && !eventId.isEmpty();
    end.heard(message.length);
    hasAskedLast = false;
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
    if (!delivery.isStreaming() && !sentAgain(AnswerStatus.notDone(way, status(), null))) {
      stop(unanswered("its answer with status " + status() + " is not JSON-RPC: " + why));
    }
  }

  private void answered(Envelope answer, @Nullable String eventId) {
    var notDone = AnswerStatus.notDone(way, status(), answer);
    if (sentAgain(notDone) || !answersThis(answer)) {
      return;
    }
    if (notDone == NotDone.OLD_HEADERS) {
      // The client's headers agree with its arguments: this is not its fault.
      var why = "it refuses the headers that its own list of tools asks for";
      stop(new Refusal.UpstreamDown(way.server().name().text(), why, SOON));
      return;
    }
    try {
      var inspected = inspect(edit.edit(answer));
      var message = Keeping.shared(visit, way.server(), answer, inspected.message());
      var http = AnswerStatus.http(visit, way, status(), answer);
      if (end.claim()) {
        account(
            AnswerStatus.recorded(answer), http, null, () -> delivery.last(message, http, eventId));
      }
    } catch (Refused refused) {
      stop(refused.refusal());
    } catch (Malformed e) {
      stop(unreadable(e));
    }
  }

  private Refusal unreadable(Malformed why) {
    return unanswered("its answer to " + visit.method() + " cannot be read: " + why.getMessage());
  }

  private boolean answersThis(Envelope answer) {
    var id = answer.idText();
    var asked = visit.idText();
    return id == null ? !delivery.isStreaming() : id.equals(asked);
  }

  private boolean sentAgain(@Nullable NotDone why) {
    var again = whenNotDone;
    if (why == null || again == null || delivery.isStreaming()) {
      return false;
    }
    if (end.claim()) {
      again.sendAgain(this, why);
    }
    return true;
  }

  /** The call was claimed to be sent again, and cannot be. */
  void isNotSentAgain(Refusal refusal) {
    account(Status.UPSTREAM_FAILED, 200, refusal, () -> tell(refusal, reference()));
  }

  private Inspected inspect(byte[] message) {
    var permit = visit.permit();
    Guardrails guardrails = visit.snapshot().guardrails();
    var inspected =
        permit == null
            ? guardrails.unasked(way.server().name(), message)
            : guardrails.answer(permit, message);
    end.found(inspected.findings());
    return inspected;
  }

  private void pass(Envelope notification, @Nullable String eventId) {
    if (!delivery.isHeardAsAStream()) {
      return;
    }
    var told = edit.notice(notification);
    if (told == null) {
      return;
    }
    try {
      send(inspect(told), eventId);
    } catch (Refused refused) {
      stop(refused.refusal());
    }
  }

  /** Passes a server's question on, and notes it so that only its answer comes back. */
  private void ask(Envelope question, @Nullable String eventId) {
    var session = way.session();
    var client = way.client();
    if (session == null || client == null) {
      return;
    }
    if (!delivery.mayAsk()) {
      QuestionDesk.nobodyAnswers(session, question.idText());
      return;
    }
    try {
      // Inspected first: what is refused must not be waited for.
      var named = edit.notice(question);
      var shown = inspect(named == null ? question.bytes() : named).message();
      var passed = Envelope.scan(shown, StrictJson.Bounds.DEFAULT);
      var asked = stages.questions().ask(visit, session, client, passed);
      if (asked != null) {
        hasAskedLast = true;
        delivery.asks(asked);
        send(visit.snapshot().guardrails().unguarded(asked), eventId);
      }
    } catch (Malformed e) {
      throw new IllegalStateException("a guardrail broke a question", e);
    } catch (Refused refused) {
      QuestionDesk.withheld(session, question.idText());
      stop(refused.refusal());
    }
  }

  private void send(Inspected inspected, @Nullable String eventId) {
    var isFull = delivery.next(inspected.message(), eventId);
    var sending = exchange;
    if (sending != null && isFull) {
      sending.pause();
    }
  }

  private void ended() {
    var client = way.client();
    var id = visit.idText();
    if (delivery.isStreaming() && resumable && client != null && id != null) {
      // The server lets go of the stream; the client comes back for the rest by Last-Event-ID.
      if (end.claim()) {
        client.leavesOpen(id, this::rest);
        account(Status.OK, 200, null, delivery::end);
      }
    } else if (!sentAgain(AnswerStatus.notDone(way, status(), null))) {
      stop(unanswered("it ended its answer with status " + status() + " without a message"));
    }
  }

  /** An answer that comes on another stream than its own: edited and inspected like any other. */
  private byte[] rest(Envelope answer) throws Malformed {
    try {
      return inspect(edit.edit(answer)).message();
    } catch (Refused refused) {
      var refusal = refused.refusal();
      return Refusing.message(visit, refusal, Wording.of(refusal), reference());
    }
  }

  private void broken(UpstreamFailure failure) {
    if (isItsFault(failure)) {
      way.line().breaker().failed();
    }
    way.line().renewWhenEnded(way.upstream(), failure);
    var session = way.session();
    var client = way.client();
    if (session != null && client != null && session.ownsProcess() && endsProcess(failure)) {
      client.forgotten(session);
    }
    if (sentAgain(hadEnded(failure) ? NotDone.PROCESS_ENDED : null)) {
      return;
    }
    stop(
        failure.sent() == UpstreamFailure.Sent.NO
            ? new Refusal.UpstreamDown(way.server().name().text(), failure.detail(), SOON)
            : unanswered(failure.detail()));
  }

  /** A server that is busy, or waits for what its client has not answered, is not down. */
  private boolean isItsFault(UpstreamFailure failure) {
    var session = way.session();
    var client = way.client();
    return switch (failure.cause()) {
      case BUSY -> false;
      case TIMEOUT -> session == null || client == null || !client.questions().isAwaited(session);
      case UNREACHABLE, TOO_LARGE, BROKEN, LOST -> true;
    };
  }

  /** A process that ended between two calls has not seen this one. */
  private boolean hadEnded(UpstreamFailure failure) {
    return way.line().isPipe()
        && failure.cause() == UpstreamFailure.Cause.UNREACHABLE
        && failure.sent() == UpstreamFailure.Sent.NO;
  }

  /** A process that is slow, busy or wordy lives on, with what its session holds. */
  private static boolean endsProcess(UpstreamFailure failure) {
    return switch (failure.cause()) {
      case UNREACHABLE, LOST, BROKEN -> true;
      case TIMEOUT, BUSY, TOO_LARGE -> false;
    };
  }

  private Refusal unanswered(String cause) {
    return new Refusal.OutcomeUnknown(way.server().name().text(), cause);
  }

  /** Records the outcome and answers then; what cannot be recorded is not answered. */
  private void account(Status status, int http, @Nullable Refusal refusal, Runnable answer) {
    end.account(status, http, refusal, answer, this::notRecorded);
  }

  /** The outcome could not be written, so the caller gets nothing of it. */
  private void notRecorded() {
    tell(Ledger.NOT_RECORDED, "not-recorded");
  }

  /** The intent could not be made durable, so the call has not left. */
  void neverLeft() {
    if (end.claim()) {
      end.neverLeft();
      tell(Ledger.NOT_RECORDED, "not-recorded");
    }
  }

  /** Ends the call with a refusal in place of its answer. */
  private void stop(Refusal refusal) {
    if (!end.claim()) {
      return;
    }
    endExchange();
    var status =
        refusal instanceof Refusal.Guardrail ? Status.REFUSED_IN_RESULT : Status.UPSTREAM_FAILED;
    account(status, 200, refusal, () -> tell(refusal, reference()));
  }

  private void endExchange() {
    var ending = exchange;
    if (ending != null) {
      ending.cancel();
    }
  }

  private String reference() {
    var intent = visit.intent();
    return intent == null ? "" : intent.text();
  }

  private void tell(Refusal refusal, String reference) {
    if (delivery.isHeard()) {
      stages.refusing().answer(visit, refusal, reference, delivery.stream());
    }
  }

  /** The client does not want the answer any more. */
  void cancelled() {
    if (end.claim()) {
      endExchange();
      account(Status.CANCELLED, 0, null, delivery::nothing);
    }
  }

  /** Whether the last thing that the server said was a question that the client has to answer. */
  boolean waitsForTheClient() {
    var client = way.client();
    var id = visit.idText();
    return hasAskedLast && client != null && id != null && client.questions().isAskedIn(id);
  }

  /** The client has not answered for longer than its session may be idle. */
  void clientStaysAway() {
    if (end.claim()) {
      endExchange();
      var why =
          new Refusal.ClientSilent(
              way.server().name().text(), "its session was idle, with a question open");
      account(Status.CANCELLED, 200, why, () -> tell(why, reference()));
    }
  }

  /** The client may not hear more: it gets a last message in place of what would have come. */
  void withdrawn(Refusal why, byte[] last) {
    if (end.claim()) {
      endExchange();
      account(Status.CANCELLED, 200, why, () -> delivery.last(last, 200, null));
    }
  }

  /** In the modern era leaving is cancelling; in the legacy era the call goes on unheard. */
  private void clientLeft() {
    delivery.left();
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

  /** The client may use the id again. */
  void forgetInFlight() {
    end.forgetInFlight();
  }

  private int status() {
    var known = head;
    return known == null ? 0 : known.status();
  }
}
