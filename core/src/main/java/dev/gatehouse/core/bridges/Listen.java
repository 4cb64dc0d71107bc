package dev.gatehouse.core.bridges;

import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.Exchange;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.upstream.UpstreamFailure;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.LegacyForm;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.McpHeaders;
import dev.gatehouse.protocol.ModernForm;
import dev.gatehouse.protocol.StrictJson;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One {@code subscriptions/listen} at a modern server. Says once that it stands, and once that it
 * is over. Thread-safe.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/utilities/subscriptions">subscriptions</a>
 */
final class Listen implements Answering {
  private static final String METHOD = "subscriptions/listen";
  private static final Duration HEAD = Duration.ofSeconds(30);
  private static final Duration IDLE = Duration.ofHours(24);

  /** Who hears of it. */
  interface Hearer {
    /** The server has begun to tell. */
    void stands(Listen listen);

    /** One notification, in its legacy form. */
    void tells(Listen listen, byte[] message);

    /**
     * It has ended, or never began.
     *
     * @param refusal what the server said against it, null when it said nothing
     */
    void over(Listen listen, @Nullable String refusal);
  }

  private final FaceLine line;
  private final Hearer hearer;
  private final Upstream upstream;
  private final AtomicBoolean isOver = new AtomicBoolean();
  private volatile boolean stands;
  private volatile @Nullable JsonNode accepted;
  private volatile @Nullable Exchange exchange;

  private Listen(FaceLine line, Hearer hearer) {
    this.line = line;
    this.hearer = hearer;
    this.upstream = line.line().shared();
  }

  /** Made, and not sent yet. */
  static Listen at(FaceLine line, Hearer hearer) {
    return new Listen(line, hearer);
  }

  /**
   * Sends it.
   *
   * @param filterJson what to tell of
   */
  void begin(String idText, String filterJson, Guest guest) {
    var params =
        "{\"notifications\":"
            + filterJson
            + ",\"_meta\":"
            + ModernForm.meta(guest.said(), null)
            + "}";
    var body = JsonRpc.request(idText, METHOD, params);
    var begun =
        upstream.send(
            new Outgoing(
                Outgoing.Verb.POST,
                ModernForm.headers(body, List.<McpHeaders.Param>of()),
                body,
                Outgoing.Accepts.JSON_OR_EVENTS,
                null,
                new Outgoing.Deadlines(HEAD, IDLE, Duration.ZERO)),
            this);
    exchange = begun;
    if (isOver.get()) {
      begun.cancel();
    }
  }

  /** Whether the server has said that it tells of other things, and not of this resource. */
  boolean leavesOut(String uri) {
    var told = accepted;
    if (told == null || !told.isObject()) {
      return false;
    }
    for (var each : told.path("resourceSubscriptions")) {
      if (each.isString() && each.stringValue().equals(uri)) {
        return false;
      }
    }
    return true;
  }

  /** Ends it without a word. */
  void cancel() {
    isOver.set(true);
    var listening = exchange;
    if (listening != null) {
      listening.cancel();
    }
  }

  @Nullable Exchange exchange() {
    return exchange;
  }

  @Override
  public void head(AnswerHead head) {
    // What stands is told by the first message.
  }

  @Override
  public void message(byte[] message, @Nullable String eventId) {
    if (isOver.get()) {
      return;
    }
    try {
      var said = Envelope.scan(message, StrictJson.Bounds.DEFAULT);
      switch (said.shape()) {
        case NOTIFICATION -> notified(said);
        case RESULT -> over(null);
        case ERROR -> over(said.errorMessage() == null ? "it was refused" : said.errorMessage());
        case REQUEST -> {
          // Servers of the modern era send no requests.
        }
      }
    } catch (Malformed e) {
      // Not MCP: nobody could be told.
    }
  }

  private void notified(Envelope said) {
    switch (said.method() == null ? "" : said.method()) {
      case "notifications/subscriptions/acknowledged" -> {
        if (!stands) {
          stands = true;
          accepted = Guest.read(said.params().text(said.bytes())).path("notifications");
          hearer.stands(this);
        }
      }
      case "notifications/cancelled" -> over(null);
      default -> hearer.tells(this, LegacyForm.notification(said));
    }
  }

  @Override
  public void end() {
    over(null);
  }

  @Override
  public void failed(UpstreamFailure failure) {
    line.line().renewWhenEnded(upstream, failure);
    over(null);
  }

  private void over(@Nullable String refusal) {
    if (isOver.compareAndSet(false, true)) {
      hearer.over(this, refusal);
    }
  }
}
