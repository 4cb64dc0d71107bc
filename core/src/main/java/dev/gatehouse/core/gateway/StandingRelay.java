package dev.gatehouse.core.gateway;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes a server's standing stream on to the client that asked for it. Thread-safe. */
final class StandingRelay implements Standing.Hearer, Consumer<byte[]> {
  private final Reply reply;
  private Reply.@Nullable EventStream stream;
  private boolean over;

  StandingRelay(Reply reply) {
    this.reply = reply;
  }

  @Override
  public synchronized void opened() {
    if (!over && stream == null) {
      stream = reply.stream(Reply.Head.of(200));
    }
  }

  @Override
  public synchronized void hears(byte[] message, @Nullable String eventId) {
    var to = stream;
    if (to != null && !over) {
      to.event(message, eventId);
    }
  }

  @Override
  public void accept(byte[] message) {
    hears(message, null);
  }

  @Override
  public synchronized void over(int status) {
    if (over) {
      return;
    }
    over = true;
    var to = stream;
    if (to == null) {
      // The server has no such stream; clients know 405 for that and go on without.
      reply.whole(Reply.Head.of(status == 404 ? 404 : 405), new byte[0]);
    } else {
      to.end();
    }
  }
}
