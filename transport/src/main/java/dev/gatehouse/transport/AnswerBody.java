package dev.gatehouse.transport;

import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.SseReader;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a server's answer as what its head says it is, and tells the messages in it.
 */
sealed interface AnswerBody {
  /** How much of a body that is no MCP is kept for the record. */
  int KEPT_OF_OTHER = 64 << 10;

  /** What is wrong with a body. */
  record Fault(Cause cause, String detail) {}

  AnswerHead head();

  /**
   * Takes one piece.
   *
   * @param isOver whether the hearer has heard enough; asked between messages
   * @return null when all is well
   */
  @Nullable Fault piece(Buffer piece, BooleanSupplier isOver);

  /** Whether nothing that could still come would be told. */
  default boolean isEnough() {
    return false;
  }

  /** The body is complete. */
  void end();

  /** The reader that fits the head of an answer. */
  static AnswerBody of(HttpClientResponse answer, UpstreamSettings settings, Aside answering) {
    var length = ContentLength.of(answer.getHeader(HttpHeaders.CONTENT_LENGTH));
    var type = answer.getHeader(HttpHeaders.CONTENT_TYPE);
    var coding = answer.getHeader(HttpHeaders.CONTENT_ENCODING);
    var status = answer.statusCode();
    if (coding != null && !coding.equalsIgnoreCase("identity")) {
      return new Coded(headOf(answer, AnswerHead.Form.OTHER));
    }
    if (status == 202 || status == 204 || status == 304 || length == 0) {
      return new Empty(headOf(answer, AnswerHead.Form.EMPTY));
    }
    if (MediaType.isEssence(type, "text/event-stream")) {
      return new Events(
          headOf(answer, AnswerHead.Form.EVENTS),
          new SseReader(settings.maxEventBytes()),
          answering);
    }
    if (MediaType.isEssence(type, "application/json")) {
      return new Json(headOf(answer, AnswerHead.Form.JSON), settings, length, answering);
    }
    return new Other(headOf(answer, AnswerHead.Form.OTHER), answering);
  }

  private static AnswerHead headOf(HttpClientResponse answer, AnswerHead.Form form) {
    return new AnswerHead(answer.statusCode(), form, answer.getHeader(UpstreamHeaders.SESSION));
  }

  /** Nothing that counts; what comes all the same is passed over. */
  record Empty(AnswerHead head) implements AnswerBody {
    @Override
    public @Nullable Fault piece(Buffer piece, BooleanSupplier isOver) {
      return null;
    }

    @Override
    public void end() {}
  }

  /** A compressed body, which nobody asked for. */
  record Coded(AnswerHead head) implements AnswerBody {
    @Override
    public Fault piece(Buffer piece, BooleanSupplier isOver) {
      return new Fault(Cause.BROKEN, "the answer is compressed though no coding was accepted");
    }

    @Override
    public void end() {}
  }

  /** One message. */
  final class Json implements AnswerBody {
    private final AnswerHead head;
    private final int max;
    private final long announced;
    private final Gathering gathering;
    private final Aside answering;

    Json(AnswerHead head, UpstreamSettings settings, long announced, Aside answering) {
      this.head = head;
      this.max = settings.maxMessageBytes();
      this.announced = announced;
      this.gathering = new Gathering(max, announced > max ? -1 : (int) announced);
      this.answering = answering;
    }

    @Override
    public AnswerHead head() {
      return head;
    }

    @Override
    public @Nullable Fault piece(Buffer piece, BooleanSupplier isOver) {
      var fits = announced <= max && gathering.take(piece);
      return fits
          ? null
          : new Fault(Cause.TOO_LARGE, "the answer is larger than " + max + " bytes");
    }

    @Override
    public void end() {
      answering.message(gathering.length(), gathering::whole);
    }
  }

  /** Any number of messages. */
  final class Events implements AnswerBody {
    private final AnswerHead head;
    private final SseReader reader;
    private final Answering answering;
    private long retryMillis;

    Events(AnswerHead head, SseReader reader, Answering answering) {
      this.head = head;
      this.reader = reader;
      this.answering = answering;
    }

    @Override
    public AnswerHead head() {
      return head;
    }

    @Override
    public @Nullable Fault piece(Buffer piece, BooleanSupplier isOver) {
      var bytes = Bytes.of(piece);
      try {
        reader.feed(bytes, 0, bytes.length, new Told(isOver));
        return null;
      } catch (Malformed e) {
        return new Fault(Cause.TOO_LARGE, String.valueOf(e.getMessage()));
      }
    }

    @Override
    public void end() {}

    /** Tells the events to whoever hears the answer, until that is over. */
    private final class Told implements SseReader.Sink {
      private final BooleanSupplier isOver;

      Told(BooleanSupplier isOver) {
        this.isOver = isOver;
      }

      @Override
      public void event(byte[] data, String id, String type) {
        if (isOver.getAsBoolean() || !type.equals("message")) {
          return;
        }
        if (data.length > 0) {
          answering.message(data, id.isEmpty() ? null : id);
        } else if (!id.isEmpty()) {
          answering.mark(id, retryMillis);
        }
      }

      @Override
      public void retry(long millis) {
        retryMillis = millis;
      }
    }
  }

  /** A body that is no MCP: its beginning, for the record. */
  final class Other implements AnswerBody {
    private final AnswerHead head;
    private final Answering answering;
    private final Gathering gathering = new Gathering(KEPT_OF_OTHER, -1);
    private boolean isEnough;

    Other(AnswerHead head, Answering answering) {
      this.head = head;
      this.answering = answering;
    }

    @Override
    public AnswerHead head() {
      return head;
    }

    @Override
    public @Nullable Fault piece(Buffer piece, BooleanSupplier isOver) {
      isEnough = isEnough || !gathering.take(piece);
      return null;
    }

    @Override
    public boolean isEnough() {
      return isEnough;
    }

    @Override
    public void end() {
      answering.message(gathering.whole(), null);
    }
  }
}
