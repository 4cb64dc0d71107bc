package dev.gatehouse.core.gateway;

import dev.gatehouse.core.sessions.ClientSession;
import dev.gatehouse.core.upstream.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Passes a server's standing stream on to the client that asked for it, until the server, the
 * client or the session ends it. Thread-safe; its lock orders what one client gets.
 */
final class StandingRelay implements Standing.Hearer, ClientSession.Listener {
  private final Reply reply;
  private final ClientSession client;
  private Reply.@Nullable EventStream stream;
  private @Nullable Exchange exchange;
  private boolean over;
  private Runnable whenOver = () -> {};

  StandingRelay(Reply reply, ClientSession client) {
    this.reply = reply;
    this.client = client;
  }

  /** Runs the action when nothing more will come. */
  synchronized void whenOver(Runnable action) {
    whenOver = action;
  }

  /** Takes the handle by which the stream is slowed and ended; it may be over already. */
  synchronized void carries(Exchange standing) {
    exchange = standing;
    if (over) {
      standing.cancel();
    }
    reply.onGone(this::clientLeft);
  }

  @Override
  public synchronized void opened() {
    if (!over && stream == null) {
      var begun = reply.stream(Reply.Head.of(200));
      begun.onDrained(this::resume);
      stream = begun;
    }
  }

  @Override
  public synchronized void hears(byte[] message, @Nullable String eventId) {
    var to = stream;
    if (to == null || over) {
      return;
    }
    to.event(message, eventId);
    if (exchange != null && to.isFull()) {
      exchange.pause();
    }
  }

  @Override
  public boolean takesQuestions() {
    return true;
  }

  @Override
  public void hears(byte[] message) {
    hears(message, null);
  }

  @Override
  public synchronized void over(int status) {
    // The server has no such stream; clients know 405 for that and go on without.
    finish(status == 404 ? 404 : 405);
  }

  @Override
  public synchronized void sessionEnds() {
    finish(404);
    cancel();
  }

  private synchronized void clientLeft() {
    over = true;
    client.unlisten(this);
    whenOver.run();
    cancel();
  }

  private synchronized void resume() {
    if (exchange != null) {
      exchange.resume();
    }
  }

  private void cancel() {
    if (exchange != null) {
      exchange.cancel();
    }
  }

  /**
   * Ends what the client hears.
   *
   * @param status what it is told when it has heard nothing at all
   */
  private void finish(int status) {
    if (over) {
      return;
    }
    over = true;
    client.unlisten(this);
    whenOver.run();
    var to = stream;
    if (to == null) {
      reply.whole(Reply.Head.of(status), new byte[0]);
    } else {
      to.end();
    }
  }
}
