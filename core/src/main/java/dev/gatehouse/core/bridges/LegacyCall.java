package dev.gatehouse.core.bridges;

import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Answering;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request at a server of the legacy era, for clients of the modern one. When the server asks for
 * something meanwhile, the client gets a result that asks, and the call is parked: its exchange
 * stays open, and goes on for the request that brings the answers. Thread-safe; whoever finds it
 * over does nothing, and no lock is held while it calls out.
 */
final class LegacyCall implements ParkedCalls.Waiter {
  /** How long to wait for further questions of the server before the client is asked. */
  private static final Duration GATHERING = Duration.ofMillis(50);

  private static final Duration STANDING = Duration.ofHours(24);
  private static final int MOST_QUESTIONS = 32;

  private final ModernFace face;
  private final ParkedCalls.Owner owner;
  private final Envelope request;
  private final Outgoing outgoing;
  private final Map<String, byte[]> given;
  private final Map<String, Question> pending = new LinkedHashMap<>();
  private Set<InputKind> able;
  private @Nullable InputKind lacked;
  private @Nullable Hearing hearing;
  private @Nullable PooledSession session;
  private String idText = "";
  private @Nullable LegacyLeg leg;
  private @Nullable Exchange exchange;
  private @Nullable Ending kept;
  private Later.@Nullable Appointment deadline;
  private boolean isGathering;
  private boolean isSentAgain;
  private boolean isOver;
  private int asked;

  /**
   * How a call ended: with an answer, or with a failure.
   *
   * @param answer as the request with this id gets it
   */
  private record Ending(
      int status, Function<String, byte[]> answer, @Nullable UpstreamFailure failure) {
    static Ending with(int status, Function<String, byte[]> answer) {
      return new Ending(status, answer, null);
    }
  }

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
    this.given = ToLegacy.inputResponses(request);
    this.able = InputKind.declared(request);
  }

  /** The handle for whoever hears the answer now. */
  Exchange handle(Hearing of) {
    return new Handle(of);
  }

  /** Makes the request in this session; the log level comes first when it asks for one. */
  void leave(PooledSession in) {
    Hearing to;
    synchronized (this) {
      to = hearing;
    }
    var level = to == null ? Optional.<LogLevel>empty() : to.level();
    if (level.isPresent()) {
      in.atLevel(level.get(), () -> send(in));
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
    in.opens(number, this);
    // A call that is parked may take longer than the deadline: what runs is timed here.
    var deadlines = new Outgoing.Deadlines(outgoing.deadlines().whole(), STANDING, Duration.ZERO);
    var begun =
        in.send(ToLegacy.request(request, number), deadlines, outgoing.traceparent(), newLeg);
    boolean isTooLate;
    synchronized (this) {
      isTooLate = isOver || leg != newLeg;
      if (!isTooLate) {
        exchange = begun;
      }
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
    if (at == null) {
      return;
    }
    var begun = at.read(lastEventId, from);
    boolean isTooLate;
    synchronized (this) {
      isTooLate = isOver;
      exchange = isTooLate ? exchange : begun;
    }
    if (isTooLate) {
      begun.cancel();
    }
  }

  /** Whether this leg is the one that counts. */
  synchronized boolean isOn(LegacyLeg which) {
    return leg == which && !isOver;
  }

  /** JSON text of the id by which the server knows the call. */
  synchronized String idText() {
    return idText;
  }

  /** The server has begun a stream: from now on the time of the whole is taken here. */
  void streams() {
    Hearing to;
    synchronized (this) {
      to = hearing;
    }
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
      if (deadline != null) {
        deadline.cancel();
      }
      deadline = appointment;
      if (isOver) {
        appointment.cancel();
      }
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
    List<Question> questions;
    synchronized (this) {
      at = session;
      open = exchange;
      questions = List.copyOf(pending.values());
      pending.clear();
      if (deadline != null) {
        deadline.cancel();
      }
    }
    if (at == null) {
      return;
    }
    at.ends(idText());
    for (var question : questions) {
      at.answer(
          question.idText(),
          JsonRpc.error(question.idText(), JsonRpc.INTERNAL, "The client did not answer: " + reason));
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
    Hearing to;
    synchronized (this) {
      to = isOver ? null : hearing;
    }
    if (to != null) {
      to.event(notification.bytes());
    }
  }

  void progressed(Envelope notification) {
    Hearing to;
    synchronized (this) {
      to = isOver ? null : hearing;
    }
    var token = to == null ? null : to.tokenText();
    if (to != null && token != null) {
      to.event(ToModern.progress(notification, token));
    }
  }

  void logged(Envelope notification) {
    Hearing to;
    synchronized (this) {
      to = isOver ? null : hearing;
    }
    var level = LogLevel.of(String.valueOf(notification.logLevel()));
    if (to != null
        && level.isPresent()
        && to.level().filter(level.get()::isAtLeast).isPresent()) {
      to.event(notification.bytes());
    }
  }

  /** The server wants to know something before it goes on. */
  void asked(String questionId, InputKind kind, Envelope question) {
    byte[] early = null;
    String refusal = null;
    var begins = false;
    PooledSession at;
    synchronized (this) {
      at = session;
      if (isOver || !able.contains(kind)) {
        lacked = isOver ? lacked : kind;
        refusal = "The client has not declared that it can answer this.";
      } else if (pending.size() >= MOST_QUESTIONS) {
        refusal = "Too many questions are open.";
      } else {
        var named = ToModern.inputKey(question).filter(it -> !pending.containsKey(it));
        early = named.isPresent() ? given.remove(named.get()) : null;
        early = early != null && kind.isAnsweredBy(early) ? early : null;
        if (early == null) {
          var key = named.orElseGet(this::nextKey);
          pending.put(key, new Question(questionId, kind, ToModern.inputRequest(question)));
          begins = hearing != null && !isGathering;
          isGathering |= begins;
        }
      }
    }
    if (at != null && refusal != null) {
      at.decline(questionId, refusal);
    } else if (at != null && early != null) {
      at.answer(questionId, JsonRpc.result(questionId, early));
    } else if (begins) {
      var _ = face.later().after(GATHERING, this::asksTheClient);
    }
  }

  private String nextKey() {
    String key;
    do {
      key = "input-" + ++asked;
    } while (pending.containsKey(key));
    return key;
  }

  /** The server does not want to know any more. */
  synchronized void withdrawn(String questionId) {
    pending.values().removeIf(question -> question.idText().equals(questionId));
  }

  /** Ends the request with a result that asks, and keeps the exchange for the next one. */
  private void asksTheClient() {
    var token = face.parked().park(owner, this);
    if (token.isEmpty()) {
      declineAll();
      return;
    }
    Hearing to;
    byte[] words = null;
    synchronized (this) {
      isGathering = false;
      to = hearing;
      if (!isOver && to != null && !pending.isEmpty()) {
        var requests = new LinkedHashMap<String, String>();
        pending.forEach((key, question) -> requests.put(key, question.requestJson()));
        words = ToModern.inputRequired(to.idText(), requests, token.get());
        hearing = null;
        if (deadline != null) {
          deadline.cancel();
        }
      }
    }
    if (words == null || to == null) {
      face.parked().leave(token.get());
    } else {
      to.answer(200, words);
    }
  }

  private void declineAll() {
    List<Question> questions;
    PooledSession at;
    synchronized (this) {
      isGathering = false;
      questions = List.copyOf(pending.values());
      pending.clear();
      at = session;
    }
    if (at != null) {
      questions.forEach(it -> at.decline(it.idText(), "Too many calls wait for their clients."));
    }
  }

  /** Goes on for the request that brings the answers; what it leaves out is asked again. */
  void resume(Envelope retry, Hearing to) {
    var responses = ToLegacy.inputResponses(retry);
    var answers = new LinkedHashMap<String, byte[]>();
    PooledSession at;
    Ending ending;
    var again = false;
    synchronized (this) {
      hearing = to;
      able = InputKind.declared(retry);
      at = session;
      ending = kept;
      for (var key : List.copyOf(pending.keySet())) {
        var question = pending.get(key);
        var response = responses.get(key);
        if (question != null && response != null && question.kind().isAnsweredBy(response)) {
          answers.put(question.idText(), JsonRpc.result(question.idText(), response));
          pending.remove(key);
        }
      }
      again = ending == null && !pending.isEmpty() && !isGathering;
      isGathering |= again;
    }
    if (at == null) {
      return;
    }
    if (ending != null) {
      finish(ending);
      return;
    }
    times(to);
    handle(to).resume();
    answers.forEach(at::answer);
    if (again) {
      var _ = face.later().after(GATHERING, this::asksTheClient);
    }
  }

  // How it ends

  /** The server has answered. */
  void answered(Envelope answer) {
    if (answer.shape() == Envelope.Shape.ERROR
        && answer.errorCode() == ToModern.URL_ELICITATION_REQUIRED) {
      asksForElicitations(answer);
      return;
    }
    InputKind missing;
    synchronized (this) {
      missing = lacked;
    }
    var isRefused = answer.shape() == Envelope.Shape.ERROR || answer.isError();
    if (missing != null && isRefused) {
      finish(missing(missing));
    } else {
      finish(ending(answer));
    }
  }

  /** The server could not do without something that the client does not have. */
  private static Ending missing(InputKind kind) {
    var why = "The server needs a client that can answer " + kind.method() + ".";
    var data = "{\"requiredCapabilities\":" + kind.capabilityJson() + "}";
    return Ending.with(400, id -> JsonRpc.error(id, JsonRpc.MISSING_CAPABILITY, why, data));
  }

  private Ending ending(Envelope answer) {
    var method = request.method();
    if (answer.shape() == Envelope.Shape.RESULT) {
      return Ending.with(200, id -> ToModern.result(answer, id, method));
    }
    var status =
        switch (ToModern.errorCode(answer, method)) {
          case JsonRpc.METHOD_NOT_FOUND -> 404;
          case JsonRpc.MISSING_CAPABILITY -> 400;
          default -> 200;
        };
    return Ending.with(status, id -> ToModern.error(answer, id, method));
  }

  private void asksForElicitations(Envelope error) {
    var elicitations = ToModern.urlElicitations(error);
    Set<InputKind> declared;
    Hearing to;
    synchronized (this) {
      declared = able;
      to = hearing;
    }
    if (elicitations.isEmpty()) {
      finish(ending(error));
      return;
    }
    if (!declared.contains(InputKind.URL)) {
      finish(missing(InputKind.URL));
      return;
    }
    // Nothing has been done: the retry makes the request anew.
    var token = to == null ? Optional.<String>empty() : face.parked().park(owner, ANEW);
    if (to == null || token.isEmpty()) {
      finish(ending(error));
      return;
    }
    var requests = new LinkedHashMap<String, String>();
    for (var elicitation : elicitations) {
      requests.put("input-" + (requests.size() + 1), elicitation);
    }
    finish(Ending.with(200, id -> ToModern.inputRequired(id, requests, token.get())));
  }

  /** Stands for a call that is made anew when the client comes back. */
  static final ParkedCalls.Waiter ANEW = () -> {};

  /** The exchange has failed. */
  void failed(UpstreamFailure failure) {
    finish(new Ending(0, _ -> new byte[0], failure));
  }

  /** The session is over, and the call with it. */
  void sessionEnds() {
    var how = new UpstreamFailure(Cause.LOST, Sent.MAYBE, "the session at the server has ended");
    Exchange open;
    synchronized (this) {
      open = exchange;
    }
    failed(how);
    if (open != null) {
      open.cancel();
    }
  }

  private void finish(Ending ending) {
    Hearing to;
    PooledSession at;
    List<Question> questions;
    synchronized (this) {
      if (isOver) {
        return;
      }
      to = hearing;
      at = session;
      kept = ending;
      isOver = to != null;
      if (deadline != null) {
        deadline.cancel();
      }
      questions = to == null ? List.of() : List.copyOf(pending.values());
    }
    if (to == null || at == null) {
      return; // parked: whoever comes back hears it
    }
    at.ends(idText());
    questions.forEach(it -> at.decline(it.idText(), "The call is over."));
    tell(to, ending);
  }

  private static void tell(Hearing to, Ending ending) {
    if (ending.failure() != null) {
      to.failed(ending.failure());
    } else {
      to.answer(ending.status(), ending.answer().apply(to.idText()));
    }
  }

  /** What came is no message, or ended without one. */
  void garbled(AnswerHead head, byte @Nullable [] message) {
    Hearing to;
    PooledSession at;
    synchronized (this) {
      to = hearing;
      at = session;
      isOver |= to != null;
    }
    if (to == null || at == null) {
      failed(new UpstreamFailure(Cause.BROKEN, Sent.MAYBE, "it ended its answer without a message"));
      return;
    }
    at.ends(idText());
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
