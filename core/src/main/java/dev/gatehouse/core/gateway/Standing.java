package dev.gatehouse.core.gateway;

import dev.gatehouse.core.guardrails.Guardrails;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.sessions.ClientSession;
import dev.gatehouse.core.sessions.UpstreamSession;
import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.Exchange;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.UpstreamFailure;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The standing stream of a session at one server, on which it says what belongs to no request:
 * changes of lists and resources, log messages, questions. Told by one thread at a time.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#listening-for-messages-from-the-server">listening</a>
 */
final class Standing implements Answering {
  private static final System.Logger LOG = System.getLogger(Standing.class.getName());
  private static final Duration HEAD = Duration.ofSeconds(30);
  private static final Duration IDLE = Duration.ofHours(24);

  /** Who hears what comes. */
  interface Hearer {
    /** The stream is open. */
    void opened();

    /** Whether somebody is there to answer a question. */
    boolean takesQuestions();

    /** One message, inspected. */
    void hears(byte[] message, @Nullable String eventId);

    /**
     * The stream is over, or never began.
     *
     * @param status HTTP status of its head, 0 for none
     */
    void over(int status);
  }

  private final Endpoint endpoint;
  private final UpstreamSession session;
  private final ClientSession client;
  private final Guardrails guardrails;
  private final QuestionDesk questions;
  private final Hearer hearer;
  private volatile int status;
  private boolean over;

  private Standing(
      Endpoint endpoint,
      UpstreamSession session,
      ClientSession client,
      Guardrails guardrails,
      QuestionDesk questions,
      Hearer hearer) {
    this.endpoint = endpoint;
    this.session = session;
    this.client = client;
    this.guardrails = guardrails;
    this.questions = questions;
    this.hearer = hearer;
  }

  /** Opens the stream; it ends by cancelling the exchange. */
  static Exchange open(
      Endpoint endpoint,
      UpstreamSession session,
      ClientSession client,
      Guardrails guardrails,
      QuestionDesk questions,
      @Nullable String lastEventId,
      Hearer hearer) {
    var listen =
        new Outgoing(
            Outgoing.Verb.GET,
            session.headersAfter(lastEventId),
            new byte[0],
            Outgoing.Accepts.EVENTS,
            null,
            new Outgoing.Deadlines(HEAD, IDLE, Duration.ZERO));
    var standing = new Standing(endpoint, session, client, guardrails, questions, hearer);
    return session.upstream().send(listen, standing);
  }

  @Override
  public void head(AnswerHead head) {
    status = head.status();
    if (head.status() == 200 && head.form() == AnswerHead.Form.EVENTS) {
      hearer.opened();
    }
  }

  @Override
  public void message(byte[] message, @Nullable String eventId) {
    if (status != 200) {
      return;
    }
    try {
      var passed = passed(Envelope.scan(message, StrictJson.Bounds.DEFAULT));
      if (passed != null) {
        hearer.hears(passed, eventId);
      }
    } catch (Malformed | Refused e) {
      // Not MCP, or not to be passed on: the client does not get it.
    } catch (RuntimeException bug) {
      LOG.log(System.Logger.Level.ERROR, "a bug in hearing " + session.server().name(), bug);
    }
  }

  private byte @Nullable [] passed(Envelope message) throws Malformed {
    return switch (message.shape()) {
      case NOTIFICATION -> {
        var told = named(message);
        yield told == null ? null : inspected(told);
      }
      case REQUEST -> asked(message);
      case RESULT, ERROR -> rest(message);
    };
  }

  /** With the ids of tasks that the client knows. */
  private byte @Nullable [] named(Envelope message) {
    return questions.tasks().told(client.callerId(), session.server().name(), message);
  }

  private byte[] inspected(byte[] message) {
    return guardrails.unasked(session.server().name(), message).message();
  }

  /** Inspected before it is noted: what is refused must not be waited for. */
  private byte @Nullable [] asked(Envelope question) throws Malformed {
    if (!hearer.takesQuestions() && !"ping".equals(question.method())) {
      session.post(
          JsonRpc.error(question.idText(), JsonRpc.METHOD_NOT_FOUND, "Nobody can answer here."));
      return null;
    }
    try {
      var named = named(question);
      var shown = inspected(named == null ? question.bytes() : named);
      var passed = Envelope.scan(shown, StrictJson.Bounds.DEFAULT);
      return questions.ask(endpoint, session, client, passed);
    } catch (Refused refused) {
      QuestionDesk.withheld(session, question.idText());
      return null;
    }
  }

  /** The end of a call whose own stream has ended; an answer to nothing is dropped. */
  private byte @Nullable [] rest(Envelope answer) throws Malformed {
    var id = answer.idText();
    var rest = id == null ? null : client.finishes(id).orElse(null);
    return rest == null ? null : rest.of(answer);
  }

  @Override
  public void end() {
    finish();
  }

  @Override
  public void failed(UpstreamFailure failure) {
    finish();
  }

  private void finish() {
    if (!over) {
      over = true;
      hearer.over(status);
    }
  }
}
