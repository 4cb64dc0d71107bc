package dev.gatehouse.core.bridges;

import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.Exchange;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.upstream.UpstreamFailure;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.LegacyForm;
import dev.gatehouse.protocol.LegacyTool;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.McpHeaders;
import dev.gatehouse.protocol.ModernForm;
import dev.gatehouse.protocol.StrictJson;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request of a legacy client at a modern server: sent in its modern form, and once more with a
 * new id each time that the server asks for input. Thread-safe; its lock is not held while anything
 * is sent or told.
 */
final class FaceCall implements Exchange {
  private static final System.Logger LOG = System.getLogger(FaceCall.class.getName());
  private static final UpstreamFailure BUG =
      new UpstreamFailure(
          UpstreamFailure.Cause.BROKEN,
          UpstreamFailure.Sent.MAYBE,
          "a bug in the bridge: see the log");
  private static final Set<String> MAY_ASK = Set.of("tools/call", "prompts/get", "resources/read");

  private final FaceLine line;
  private final OpenQuestions questions;
  private final Guest guest;
  private final Outgoing asked;
  private final Envelope request;
  private final String method;
  private final Words words;
  private final byte[] modern;
  private final Telling telling;
  private final Runnable whenOver;
  private List<McpHeaders.Param> params = List.of();
  private boolean wrapsOutput;
  private boolean refreshed;
  private @Nullable Leg leg;
  private @Nullable Exchange sending;
  private @Nullable Round round;
  private @Nullable Runnable waiting;
  private int rounds;
  private boolean paused;
  private boolean over;

  /**
   * @param request what the client asks
   * @param logLevel the least level of log messages that it wants, null for none
   * @param whenOver called once, when nothing more will be told
   */
  FaceCall(
      FaceLine line,
      OpenQuestions questions,
      Guest guest,
      Outgoing asked,
      Envelope request,
      @Nullable String logLevel,
      Telling telling,
      Runnable whenOver) {
    this.line = line;
    this.questions = questions;
    this.guest = guest;
    this.asked = asked;
    this.request = request;
    this.method = String.valueOf(request.method());
    this.words = new Words(String.valueOf(request.idText()), method);
    this.modern = ModernForm.request(request, guest.said(), logLevel);
    this.telling = telling;
    this.whenOver = whenOver;
  }

  /** Sends it; returns at once. */
  void begin() {
    if (!method.equals("tools/call")) {
      send(modern, words.idText());
      return;
    }
    var plan = line.plans().known(line.server(), String.valueOf(request.name()));
    if (plan.isPresent()) {
      sendBy(plan.get());
    } else {
      sendByNewPlan();
    }
  }

  /** A tool that asks for headers against the rules is not listed, and not called either. */
  private void sendBy(LegacyTool plan) {
    if (plan.headers().isValid()) {
      follow(plan);
      send(modern, words.idText());
    } else {
      ends(() -> telling.last(words.unknownTool(String.valueOf(request.name()))));
    }
  }

  private void sendByNewPlan() {
    Thread.ofVirtual()
        .name("bridge-" + line.server().name())
        .start(() ->
            guarded(() -> {
              line.plans()
                  .fetched(line.server(), String.valueOf(request.name()))
                  .ifPresentOrElse(this::sendBy, () -> send(modern, words.idText()));
            }));
  }

  /** A bug here must not leave the call without an end. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException bug) {
      LOG.log(System.Logger.Level.ERROR, "a bug in the bridge to " + line.server().name(), bug);
      ends(() -> telling.failed(BUG));
    }
  }

  private synchronized void follow(LegacyTool plan) {
    params = plan.headers().headers(request.bytes(), request.arguments());
    wrapsOutput = plan.wrapsOutput();
  }

  private void send(byte[] body, String idText) {
    var upstream = line.line().shared();
    var next = new Leg(upstream, idText);
    McpHeaders headers;
    synchronized (this) {
      if (over) {
        return;
      }
      leg = next;
      sending = null;
      headers = ModernForm.headers(body, params);
    }
    var begun =
        upstream.send(
            new Outgoing(
                Outgoing.Verb.POST,
                headers,
                body,
                Outgoing.Accepts.JSON_OR_EVENTS,
                asked.traceparent(),
                asked.deadlines()),
            next);
    begun(next, begun);
  }

  private void begun(Leg which, Exchange begun) {
    boolean isUnwanted;
    boolean isPaused;
    synchronized (this) {
      isUnwanted = over && !which.hasAnswered;
      isPaused = paused;
      if (leg == which) {
        sending = begun;
      }
    }
    if (isUnwanted) {
      begun.cancel();
    } else if (isPaused) {
      begun.pause();
    }
  }

  /** What one sending brings. Told by one thread at a time. */
  private final class Leg implements Answering {
    private final Upstream upstream;
    private final String idText;
    private @Nullable AnswerHead head;
    private byte[] foreign = new byte[0];
    private volatile boolean hasAnswered;

    Leg(Upstream upstream, String idText) {
      this.upstream = upstream;
      this.idText = idText;
    }

    @Override
    public void head(AnswerHead answerHead) {
      head = answerHead;
      if (answerHead.status() == 401 || answerHead.status() == 403) {
        hasAnswered = true;
        ends(() -> telling.foreign(answerHead, foreign));
      } else if (isStream() && takesEvents()) {
        telling.events();
      }
    }

    private boolean isStream() {
      return head != null && head.status() == 200 && head.form() == AnswerHead.Form.EVENTS;
    }

    @Override
    public void message(byte[] message, @Nullable String eventId) {
      if (hasAnswered) {
        return;
      }
      Envelope said;
      try {
        said = Envelope.scan(message, StrictJson.Bounds.DEFAULT);
      } catch (Malformed e) {
        foreign = isStream() ? foreign : message;
        return;
      }
      switch (said.shape()) {
        case NOTIFICATION -> notified(said);
        case RESULT, ERROR -> {
          if (answersThis(said)) {
            hasAnswered = true;
            heard(said);
          }
        }
        case REQUEST -> {
          // Servers of the modern era ask in results, never by requests.
        }
      }
    }

    private boolean answersThis(Envelope said) {
      var id = said.idText();
      return id == null ? !isStream() : id.equals(idText);
    }

    private void notified(Envelope said) {
      if (isStream() && takesEvents() && !"notifications/cancelled".equals(said.method())) {
        telling.message(LegacyForm.notification(said));
      }
    }

    @Override
    public void end() {
      var how = head;
      if (!hasAnswered && how != null) {
        hasAnswered = true;
        ends(() -> telling.foreign(how, foreign));
      }
    }

    @Override
    public void failed(UpstreamFailure failure) {
      line.line().renewWhenEnded(upstream, failure);
      if (!hasAnswered) {
        hasAnswered = true;
        ends(() -> telling.failed(asOfTheWhole(failure)));
      }
    }
  }

  private boolean takesEvents() {
    return asked.accepts() != Outgoing.Accepts.JSON;
  }

  /** Once the server has asked it has begun: what has left no second time may still have run. */
  private synchronized UpstreamFailure asOfTheWhole(UpstreamFailure failure) {
    return rounds == 0
        ? failure
        : new UpstreamFailure(failure.cause(), UpstreamFailure.Sent.MAYBE, failure.detail());
  }

  private void heard(Envelope said) {
    if (said.shape() == Envelope.Shape.ERROR) {
      refused(said);
      return;
    }
    switch (said.resultType() == null ? "complete" : said.resultType()) {
      case "complete" -> complete(said);
      case "input_required" -> ask(said);
      default -> answer(words.unknownForm(String.valueOf(said.resultType())));
    }
  }

  private void complete(Envelope said) {
    try {
      boolean wraps;
      synchronized (this) {
        wraps = wrapsOutput;
      }
      var mayDrop = !line.line().isPipe();
      answer(LegacyForm.result(said, words.idText(), method, wraps, mayDrop));
    } catch (Malformed e) {
      answer(words.cannotBeRead());
    }
  }

  private void refused(Envelope said) {
    var code = said.errorCode();
    if (Words.isStalePlan(code) && isFirstRefusal()) {
      sendByNewPlan();
      return;
    }
    if (Words.isOtherEra(code)) {
      line.notModern().run();
    }
    answer(words.of(said));
  }

  /** Nothing was done: the headers were made from a list that is no longer true. */
  private synchronized boolean isFirstRefusal() {
    var isFirst = !refreshed && rounds == 0 && method.equals("tools/call");
    refreshed = true;
    return isFirst;
  }

  private void ask(Envelope interim) {
    try {
      if (!MAY_ASK.contains(method)) {
        throw new CannotAsk("The server asked for input where none may be asked for.");
      }
      var next = Round.of(interim, guest, () -> questions.nextId("asks"));
      if (!next.questions().isEmpty() && !takesEvents()) {
        throw new CannotAsk("The server asks for input, and this client takes no event stream.");
      }
      begin(next);
    } catch (CannotAsk e) {
      answer(words.failed(e.why()));
    }
  }

  private void begin(Round next) throws CannotAsk {
    synchronized (this) {
      if (over) {
        return;
      }
      if (++rounds > FaceLine.MOST_ROUNDS) {
        throw new CannotAsk(
            "The server asked for input more than " + FaceLine.MOST_ROUNDS + " times.");
      }
      if (!questions.ask(this, next)) {
        throw new CannotAsk("Too many questions are open in this session.");
      }
      round = next;
      waiting =
          next.questions().isEmpty()
              ? line.later().after(FaceLine.PACE, () -> retry(next))
              : line.later().after(FaceLine.PATIENCE, () -> tooLate(next));
    }
    next.questions().forEach(question -> telling.message(question.message()));
  }

  private void tooLate(Round which) {
    synchronized (this) {
      if (round != which) {
        return;
      }
    }
    answer(words.failed("The client did not answer the server's questions in time."));
  }

  /** The client's answer to a question of this call. */
  void answered(Round which, Round.Question question, Envelope answer) {
    boolean isComplete;
    try {
      synchronized (this) {
        if (over || round != which) {
          return;
        }
        isComplete = which.takes(question, answer);
      }
    } catch (CannotAsk e) {
      answer(words.failed(e.why()));
      return;
    }
    if (isComplete) {
      retry(which);
    }
  }

  private void retry(Round which) {
    synchronized (this) {
      if (over || round != which) {
        return;
      }
      stopWaiting();
    }
    var idText = questions.nextId("retries");
    guarded(
        () -> send(ModernForm.retry(modern, idText, which.answersJson(), which.state()), idText));
  }

  private synchronized void stopWaiting() {
    if (round != null) {
      questions.forget(round);
    }
    if (waiting != null) {
      waiting.run();
    }
    round = null;
    waiting = null;
  }

  private void answer(byte[] answer) {
    ends(() -> telling.last(answer));
  }

  private void ends(Runnable told) {
    if (claimsEnd()) {
      told.run();
      whenOver.run();
    }
  }

  private synchronized boolean claimsEnd() {
    if (over) {
      return false;
    }
    over = true;
    stopWaiting();
    return true;
  }

  /** Ends it for a hearer that must learn of it: the session is over. */
  void abandon(UpstreamFailure why) {
    var ending = sending();
    ends(() -> telling.failed(why));
    if (ending != null) {
      ending.cancel();
    }
  }

  @Override
  public void cancel() {
    telling.silence();
    if (claimsEnd()) {
      var ending = sending();
      if (ending != null) {
        ending.cancel();
      }
      whenOver.run();
    }
  }

  private synchronized @Nullable Exchange sending() {
    return sending;
  }

  @Override
  public void pause() {
    Exchange slowed;
    synchronized (this) {
      paused = true;
      slowed = sending;
    }
    if (slowed != null) {
      slowed.pause();
    }
  }

  @Override
  public void resume() {
    Exchange resumed;
    synchronized (this) {
      paused = false;
      resumed = sending;
    }
    if (resumed != null) {
      resumed.resume();
    }
  }
}
