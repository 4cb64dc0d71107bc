package dev.gatehouse.core.views;

import dev.gatehouse.core.connections.Messages;
import dev.gatehouse.core.sessions.UpstreamSession;
import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.Exchange;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.upstream.UpstreamFailure;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One standing stream from a server that tells when its lists change. Questions that come this way
 * are declined: nobody is there to answer them. Thread-safe.
 */
final class Watch implements Answering, AutoCloseable {
  private static final Duration HEAD = Duration.ofSeconds(30);
  private static final Duration IDLE = Duration.ofHours(24);

  private final Runnable onChange;
  private final @Nullable UpstreamSession session;
  private volatile @Nullable Exchange exchange;
  private volatile boolean open = true;

  private Watch(@Nullable UpstreamSession session, Runnable onChange) {
    this.session = session;
    this.onChange = onChange;
  }

  /** Listens in the modern era. */
  static Watch modern(Upstream upstream, Runnable onChange) {
    var watch = new Watch(null, onChange);
    var listen =
        Messages.listen(
            "{\"toolsListChanged\":true,\"promptsListChanged\":true,\"resourcesListChanged\":true}",
            deadlines());
    watch.exchange = upstream.send(listen, watch);
    return watch;
  }

  /** Listens on the stream of a session, and owns that session from now on. */
  static Watch legacy(UpstreamSession session, Runnable onChange) {
    var watch = new Watch(session, onChange);
    var listen =
        new Outgoing(
            Outgoing.Verb.GET,
            session.headers(),
            new byte[0],
            Outgoing.Accepts.EVENTS,
            null,
            deadlines());
    watch.exchange = session.upstream().send(listen, watch);
    return watch;
  }

  private static Outgoing.Deadlines deadlines() {
    return new Outgoing.Deadlines(HEAD, IDLE, Duration.ZERO);
  }

  /** The session that it listens in, null in the modern era. */
  @Nullable UpstreamSession session() {
    return session;
  }

  boolean isOpen() {
    return open;
  }

  @Override
  public void head(AnswerHead head) {
    if (head.status() != 200) {
      over();
    }
  }

  @Override
  public void message(byte[] message, @Nullable String eventId) {
    try {
      var heard = Envelope.scan(message, StrictJson.Bounds.DEFAULT);
      var method = heard.method();
      if (method == null) {
        return;
      }
      if (heard.shape() == Envelope.Shape.REQUEST) {
        decline(heard, method);
      } else if (!ListKind.changedBy(method).isEmpty()) {
        onChange.run();
      }
    } catch (Malformed e) {
      // Nothing that a list could change by.
    }
  }

  private void decline(Envelope question, String method) {
    var asker = session;
    var id = question.idText();
    if (asker == null || id == null) {
      return;
    }
    var answer =
        method.equals("ping")
            ? JsonRpc.result(id, "{}")
            : JsonRpc.error(id, JsonRpc.METHOD_NOT_FOUND, "Nobody can answer here.");
    asker.post(answer);
  }

  @Override
  public void end() {
    over();
  }

  @Override
  public void failed(UpstreamFailure failure) {
    over();
  }

  private void over() {
    open = false;
    if (session != null) {
      session.close();
    }
  }

  @Override
  public void close() {
    var listening = exchange;
    if (listening != null) {
      listening.cancel();
    }
    over();
  }
}
