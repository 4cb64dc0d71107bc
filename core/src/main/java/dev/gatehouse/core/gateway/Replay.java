package dev.gatehouse.core.gateway;

import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.sessions.ClientSession;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The stream of one call, with an id on each event, that its client can leave and come back to.
 * What has been sent last is kept, inspected as it was. Events come from one thread at a time;
 * everything else from any. Its lock orders what one client gets.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#resumability-and-redelivery">resumability</a>
 */
final class Replay implements Reply.EventStream {
  private static final int MOST_EVENTS = 1_000;
  private static final int MOST_BYTES = 1 << 20;

  /** How long a client should wait before it comes back, in milliseconds. */
  private static final long RETRY = 1_000;

  private record Event(long number, byte[] message) {}

  /** Where it is heard now. */
  private record Hearing(Reply reply, Reply.EventStream stream, Runnable whenOver) {}

  private final Replays replays;
  private final String key;
  private final ClientSession owner;
  private final ServerName server;
  private final long begun;
  private final ArrayDeque<Event> kept = new ArrayDeque<>();
  private @Nullable Hearing hearing;
  private Runnable whenDrained = () -> {};
  private long bytes;
  private long dropped;
  private long last;
  private boolean forgotten;
  private boolean over;
  private long ended;

  Replay(Replays replays, String key, ClientSession owner, ServerName server, long begun) {
    this.replays = replays;
    this.key = key;
    this.owner = owner;
    this.server = server;
    this.begun = begun;
  }

  /**
   * Begins it for the client that calls.
   *
   * @param isPrimed whether the client is told at once from where to read on
   */
  synchronized void begins(Reply reply, boolean isPrimed) {
    var stream = reply.stream(Reply.Head.of(200));
    hearing = new Hearing(reply, stream, () -> {});
    stream.onDrained(this::drained);
    if (isPrimed) {
      stream.mark(id(0), RETRY);
    }
  }

  @Override
  public void event(byte[] message, @Nullable String eventId) {
    long more;
    synchronized (this) {
      last++;
      if (hearing != null) {
        hearing.stream.event(message, id(last));
      }
      more = forgotten ? 0 : keep(message);
    }
    replays.grown(more);
  }

  private long keep(byte[] message) {
    var before = bytes;
    kept.add(new Event(last, message));
    bytes += message.length;
    while (kept.size() > MOST_EVENTS || bytes > MOST_BYTES) {
      var oldest = kept.remove();
      bytes -= oldest.message.length;
      dropped = oldest.number;
    }
    return bytes - before;
  }

  private String id(long number) {
    return key + "." + number;
  }

  /** Whether this client has it, and everything after the event is still there. */
  synchronized boolean holds(ClientSession client, long after) {
    return owner.equals(client) && isKept() && after >= dropped && after <= last;
  }

  /** Whether its client may come back to it. */
  synchronized boolean isKept() {
    return !forgotten;
  }

  /** The server that is heard. */
  ServerName server() {
    return server;
  }

  /**
   * Says to a client that has come back what it has missed, and from then on what comes; whatever
   * heard it before hears no more.
   *
   * @param whenOver called once when this is no longer heard here
   */
  void goesOn(long after, Reply reply, Runnable whenOver) {
    if (!saysOn(after, reply, whenOver)) {
      whenOver.run();
      reply.whole(Reply.Head.of(405), new byte[0]);
      return;
    }
    reply.onGone(() -> left(reply));
  }

  private synchronized boolean saysOn(long after, Reply reply, Runnable whenOver) {
    if (forgotten || after < dropped || after > last) {
      return false;
    }
    stopHearing();
    var stream = reply.stream(Reply.Head.of(200));
    for (var event : kept) {
      if (event.number > after) {
        stream.event(event.message, id(event.number));
      }
    }
    hearing = new Hearing(reply, stream, whenOver);
    if (over) {
      stopHearing();
    } else {
      stream.onDrained(this::drained);
    }
    return true;
  }

  private void stopHearing() {
    if (hearing != null) {
      hearing.stream.end();
      hearing.whenOver.run();
      hearing = null;
    }
  }

  /** The client there has gone; the call goes on. */
  void left(Reply reply) {
    synchronized (this) {
      if (hearing == null || hearing.reply != reply) {
        return;
      }
      hearing.whenOver.run();
      hearing = null;
    }
    drained();
  }

  /** Says nothing more there: the client may not hear it any more. */
  void withdrawn(Reply reply) {
    synchronized (this) {
      if (hearing == null || hearing.reply != reply) {
        return;
      }
      stopHearing();
    }
    drained();
  }

  /** Whether nobody hears it now. */
  synchronized boolean isUnheard() {
    return hearing == null;
  }

  @Override
  public synchronized boolean isFull() {
    return hearing != null && hearing.stream.isFull();
  }

  @Override
  public synchronized void onDrained(Runnable action) {
    whenDrained = action;
  }

  private void drained() {
    Runnable action;
    synchronized (this) {
      action = whenDrained;
    }
    action.run();
  }

  @Override
  public synchronized void end() {
    over = true;
    ended = replays.now();
    stopHearing();
  }

  /** Whether it is too old to come back to. */
  synchronized boolean isStale(long now) {
    return now - begun > Replays.LONGEST.toNanos()
        || (over && now - ended > Replays.KEPT.toNanos());
  }

  boolean isOf(ClientSession client) {
    return owner.equals(client);
  }

  /**
   * Keeps nothing any more; whoever hears it hears on.
   *
   * @return how many bytes that were
   */
  synchronized long forget() {
    var freed = bytes;
    forgotten = true;
    kept.clear();
    bytes = 0;
    return freed;
  }
}
