package dev.gatehouse.core.bridges;

import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Exchange;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.UpstreamFailure;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.core.upstream.UpstreamFailure.Sent;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.InputKind;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.ToLegacy;
import dev.gatehouse.protocol.ToModern;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request at a server of the legacy era, for clients of the modern one. When the server asks
 * for something meanwhile, the client gets a result that asks, and the call is parked: its exchange
 * stays open, and goes on for the request that brings the answers. Thread-safe; whoever finds it
 * over does nothing, and no lock is held while it calls out.
 */
final class LegacyCall implements ParkedCalls.Waiter {
  /** How long to wait for further questions of the server before the client is asked. */
  private static final Duration GATHERING = Duration.ofMillis(50);

  private static final Duration STANDING = Duration.ofHours(24);

  /** Stands for a call that is made anew when the client comes back. */
  static final ParkedCalls.Waiter ANEW = () -> {};

  private final ModernFace face;
  private final ParkedCalls.Owner owner;
  private final Envelope request;
  private final Outgoing outgoing;
  private final Questions questions;
  private @Nullable Hearing hearing;
  private @Nullable PooledSession session;
  private String idText = "";
  private @Nullable LegacyLeg leg;
  private @Nullable Exchange exchange;
  private @Nullable Ending kept;
  private @Nullable Runnable deadline;
  private boolean isGathering;
  private boolean isSentAgain;
  private boolean isOver;

  LegacyCall(
      ModernFace face,
      ParkedCalls.Owner owner,
      Envelope request,
      Outgoing outgoing,
      Hearing hearing) {
    this.face = face;
    this.owner = owner;
    this.request = request;
    this.outgoing = outgoing;
    this.hearing = hearing;
    this.questions = new Questions(request);
  }

  /** The handle for whoever hears the answer now. */
  Exchange handle(Hearing of) {
    return new Handle(of);
  }

  /** Who hears what comes now; null when the call is parked or over. */
  private synchronized @Nullable Hearing hearer() {
    return isOver ? null : hearing;
  }

  // How it is made

  /** Makes the request in this session; the log level comes first when it asks for one. */
  void leave(PooledSession in) {
    var to = hearer();
    if (to != null && to.level().isPresent()) {
      in.atLevel(to.level().get(), () -> send(in));
    } else {
      send(in);
    }
  }

  private void send(PooledSession in) {
    var number = in.nextId();
    var newLeg = new LegacyLeg(this, in, face.later());
    synchronized (this) {
      if (isOver) {
        return;
      }
      session = in;
      idText = number;
      leg = newLeg;
    }
    if (!in.opens(number, this)) {
      if (!isSentAgain(newLeg)) {
        failed(new UpstreamFailure(Cause.UNREACHABLE, Sent.NO, "the session has just ended"));
      }
      return;
    }
    // A call that is parked may take longer than the deadline: what runs is timed here.
    var deadlines = new Outgoing.Deadlines(outgoing.deadlines().whole(), STANDING, Duration.ZERO);
    var body = ToLegacy.request(request, number);
    carries(newLeg, in.send(body, deadlines, outgoing.traceparent(), newLeg));
  }

  /** Takes the exchange of a leg, which may be over already. */
  private void carries(LegacyLeg of, Exchange begun) {
    boolean isTooLate;
    synchronized (this) {
      isTooLate = isOver || leg != of;
      exchange = isTooLate ? exchange : begun;
    }
    if (isTooLate) {
      begun.cancel();
    }
  }

  /**
   * Makes the request once more in a new session: the server has forgotten this one, or its process
   * had ended, so that nothing has been done.
   *
   * @return false when that has been tried already
   */
  boolean isSentAgain(LegacyLeg from) {
    PooledSession forgotten;
    synchronized (this) {
      if (isOver || isSentAgain || leg != from || session == null || hearing == null) {
        return false;
      }
      isSentAgain = true;
      leg = null;
      forgotten = session;
    }
    forgotten.ends(idText());
    face.reopen(forgotten, this);
    return true;
  }

  /** Goes on reading an answer whose stream the server has let go of. */
  void goesOn(LegacyLeg from, String lastEventId) {
    PooledSession at;
    synchronized (this) {
      at = isOver || leg != from ? null : session;
    }
    if (at != null) {
      carries(from, at.read(lastEventId, from));
    }
  }

  /** Reads no further on this leg. */
  void hangsUp(LegacyLeg from) {
    Exchange open;
    synchronized (this) {
      open = leg == from ? exchange : null;
    }
    if (open != null) {
      open.cancel();
    }
  }

  /** Whether this leg is the one that counts. */
  synchronized boolean isOn(LegacyLeg which) {
    return leg == which && !isOver;
  }

  /** Whether it waits for its client to come back with answers. */
  synchronized boolean isParked() {
    return !isOver && hearing == null;
  }

  /** JSON text of the id by which the server knows the call. */
  synchronized String idText() {
    return idText;
  }

  /** The server has begun to answer: from now on the time of the whole is taken here. */
  void begins() {
    var to = hearer();
    if (to != null) {
      times(to);
    }
  }

  private void times(Hearing of) {
    var whole = outgoing.deadlines().whole();
    if (whole.isZero()) {
      return;
    }
    var appointment = face.later().after(whole, () -> tooLate(of, whole));
    synchronized (this) {
      endDeadline();
      deadline = appointment;
      if (isOver || hearing != of) {
        endDeadline();
      }
    }
  }

  private void endDeadline() {
    if (deadline != null) {
      deadline.run();
      deadline = null;
    }
  }

  private void tooLate(Hearing of, Duration whole) {
    if (stopsFor(of)) {
      giveUp("it took too long");
      of.failed(
          new UpstreamFailure(
              Cause.TIMEOUT, Sent.MAYBE, "no whole answer within " + whole.toMillis() + " ms"));
    }
  }

  /** Ends the call if this one is hearing it. */
  private synchronized boolean stopsFor(Hearing of) {
    if (isOver || hearing != of) {
      return false;
    }
    isOver = true;
    return true;
  }

  /** Tells the server that nobody wants the answer any more. */
  private void giveUp(String reason) {
    PooledSession at;
    Exchange open;
    synchronized (this) {
      at = session;
      open = exchange;
      endDeadline();
    }
    if (at == null) {
      return;
    }
    at.ends(idText());
    for (var question : questions.takeAll()) {
      var why = "The client did not answer: " + reason + ".";
      at.answer(question.idText(), JsonRpc.error(question.idText(), JsonRpc.INTERNAL, why));
    }
    if (!at.isPipe()) { // a pipe says so itself when its exchange is cancelled
      at.upstream().post(JsonRpc.cancelled(idText(), reason));
    }
    if (open != null) {
      open.cancel();
    }
  }

  // What the server says

  void said(Envelope notification) {
    var to = hearer();
    if (to != null) {
      to.event(notification.bytes());
    }
  }

  void progressed(Envelope notification) {
    var to = hearer();
    var token = to == null ? null : to.tokenText();
    if (to != null && token != null) {
      to.event(ToModern.progress(notification, token));
    }
  }

  void logged(Envelope notification) {
    var to = hearer();
    var level = LogLevel.of(String.valueOf(notification.logLevel()));
    if (to != null && level.isPresent() && to.wants(level.get())) {
      to.event(notification.bytes());
    }
  }

  /** The server wants to know something before it goes on. */
  void asked(PooledSession at, String questionId, InputKind kind, Envelope question) {
    var fate = questions.ask(questionId, kind, question);
    switch (fate) {
      case Questions.Fate.Declined(var why) -> at.decline(questionId, why);
      case Questions.Fate.Known(var answer) -> at.answer(questionId, answer);
      case Questions.Fate.Open() -> gathers();
    }
  }

  /** Asks the client soon, unless that is about to happen or nobody is there to be asked. */
  private void gathers() {
    synchronized (this) {
      if (isOver || isGathering || hearing == null) {
        return;
      }
      isGathering = true;
    }
    var _ = face.later().after(GATHERING, this::asksTheClient);
  }

  /** The server does not want to know any more. */
  void withdrawn(String questionId) {
    questions.withdrawn(questionId);
  }

  /** Ends the request with a result that asks, and keeps the exchange for the next one. */
  private void asksTheClient() {
    var token = face.parked().park(owner, this);
    Hearing to = null;
    synchronized (this) {
      isGathering = false;
      if (token.isPresent() && !isOver && !questions.isEmpty()) {
        to = hearing;
        hearing = null;
        endDeadline();
      }
    }
    if (to != null) {
      to.answer(
          200, ToModern.inputRequired(to.idText(), questions.requests(), token.orElseThrow()));
    } else if (token.isPresent()) {
      face.parked().leave(token.get());
    } else {
      declineAll("Too many calls wait for their clients.");
    }
  }

  private void declineAll(String why) {
    PooledSession at;
    synchronized (this) {
      at = session;
    }
    if (at != null) {
      questions.takeAll().forEach(it -> at.decline(it.idText(), why));
    }
  }

  /** Goes on for the request that brings the answers; what it leaves out is asked again. */
  void resume(Envelope retry, Hearing to) {
    var answers = questions.answered(retry);
    PooledSession at;
    Ending ending;
    synchronized (this) {
      hearing = to;
      at = session;
      ending = kept;
    }
    if (ending != null) {
      finish(ending);
      return;
    }
    times(to);
    handle(to).resume();
    if (at != null) {
      answers.forEach(at::answer);
    }
    if (!questions.isEmpty()) {
      gathers();
    }
  }

  // How it ends

  /** The server has answered. */
  void answered(Envelope answer) {
    var isError = answer.shape() == Envelope.Shape.ERROR;
    var missing = questions.lacked();
    if (isError && answer.errorCode() == ToModern.URL_ELICITATION_REQUIRED) {
      finish(elicitations(answer));
    } else if (missing.isPresent() && (isError || answer.isError())) {
      finish(Ending.missing(missing.get()));
    } else {
      finish(Ending.of(answer, request.method()));
    }
  }

  /** The retry makes the request anew. */
  private Ending elicitations(Envelope error) {
    var listed = ToModern.urlElicitations(error);
    if (listed.isEmpty() || hearer() == null) {
      return Ending.of(error, request.method());
    }
    if (!questions.mayAsk(InputKind.URL)) {
      return Ending.missing(InputKind.URL);
    }
    return face.parked()
        .park(owner, ANEW)
        .map(token -> Ending.elicitations(listed, token))
        .orElseGet(() -> Ending.of(error, request.method()));
  }

  /** The exchange has failed. */
  void failed(UpstreamFailure failure) {
    finish(new Ending.Failed(failure));
  }

  /** The session is over, and the call with it. */
  void sessionEnds() {
    Exchange open;
    synchronized (this) {
      open = exchange;
    }
    failed(new UpstreamFailure(Cause.LOST, Sent.MAYBE, "the session at the server has ended"));
    if (open != null) {
      open.cancel();
    }
  }

  private void finish(Ending ending) {
    var to = ends(ending);
    if (to != null) {
      declineAll("The call is over.");
      ending.tell(to);
    }
  }

  /** Who hears the end; null when that was told already, or is kept for whoever comes back. */
  private @Nullable Hearing ends(Ending ending) {
    Hearing to;
    PooledSession at;
    synchronized (this) {
      if (isOver) {
        return null;
      }
      to = hearing;
      at = session;
      kept = kept == null ? ending : kept;
      isOver = to != null;
      endDeadline();
    }
    if (to != null && at != null) {
      at.ends(idText());
    }
    return to;
  }

  /** What came is no message, or ended without one. */
  void garbled(AnswerHead head, byte @Nullable [] message) {
    var how = "it ended its answer without a message";
    var to = ends(new Ending.Failed(new UpstreamFailure(Cause.BROKEN, Sent.MAYBE, how)));
    if (to == null) {
      return;
    }
    declineAll("The call is over.");
    if (message == null) {
      to.ends(head);
    } else {
      to.garbage(head, message);
    }
  }

  /** The client never came back. */
  @Override
  public void expires() {
    synchronized (this) {
      if (isOver || hearing != null) {
        return;
      }
      isOver = true;
    }
    giveUp("no answer came in time");
  }

  /** The way of one hearer to its call; without effect once another one hears it. */
  private final class Handle implements Exchange {
    private final Hearing of;

    Handle(Hearing of) {
      this.of = of;
    }

    @Override
    public void cancel() {
      if (stopsFor(of)) {
        giveUp("the client cancelled");
      }
    }

    @Override
    public void pause() {
      var open = own();
      if (open != null) {
        open.pause();
      }
    }

    @Override
    public void resume() {
      var open = own();
      if (open != null) {
        open.resume();
      }
    }

    private @Nullable Exchange own() {
      synchronized (LegacyCall.this) {
        return hearing == of ? exchange : null;
      }
    }
  }
}
