package dev.gatehouse.core.gateway;

import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.sessions.ClientSession;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The stream of one call, with an id on each event, that its client can leave and come back to.
 * What has been sent last is kept, inspected as it was. Events come from one thread at a time;
 * everything else from any.
 *
 * <p>Its lock orders what one client gets, so events are sent and streams are begun under it: both
 * only queue bytes. On the client's own loop they may find that it has left or has caught up, which
 * comes back here and goes on to the exchange of the call. Everything else is called without it.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#resumability-and-redelivery">resumability</a>
 */
final class Replay implements Reply.EventStream {
  /** How long a client should wait before it comes back, in milliseconds. */
  private static final long RETRY = 1_000;

  /** What keeping an event takes beside its message, in bytes. */
  private static final int EVENT_BYTES = 100;

  private record Event(long number, byte[] message) {
    int bytes() {
      return message.length + EVENT_BYTES;
    }
  }

  /** One client that hears it, or is about to. */
  final class Hearing {
    private final Reply reply;
    private Runnable whenOver = () -> {};
    private Reply.@Nullable EventStream stream;
    private boolean isOver;

    private Hearing(Reply reply) {
      this.reply = reply;
    }

    /** Runs the action once, when this hears no more; to be set before it is told anything. */
    void whenOver(Runnable action) {
      whenOver = action;
    }

    /** The client has gone; the call goes on. */
    void left() {
      if (stops(this)) {
        whenOver.run();
        drained();
      }
    }

    /** Says nothing more here: the client may not hear it any more. */
    void withdrawn() {
      if (stops(this)) {
        ends();
        drained();
      }
    }

    private void ends() {
      var ending = stream;
      if (ending != null) {
        ending.end();
      }
      whenOver.run();
    }
  }

  private final Replays replays;
  private final long number;
  private final ClientSession owner;
  private final ServerName server;
  private final long patience;
  private final long begun;
  private final ArrayDeque<Event> kept = new ArrayDeque<>();
  private @Nullable Hearing caller;
  private @Nullable Hearing hearing;
  private Runnable whenDrained = () -> {};
  private Runnable whenGivenUp = () -> {};
  private long bytes;
  private long dropped;
  private long last;
  private long left;
  private long ended;
  private boolean forgotten;
  private boolean over;

  /**
   * @param number tells it from all other streams
   * @param owner the session that it belongs to
   * @param server the one that is heard; its deadline is how long questions wait for a client that
   *     has left
   */
  Replay(Replays replays, long number, ClientSession owner, Server server) {
    this.replays = replays;
    this.number = number;
    this.owner = owner;
    this.server = server.name();
    this.patience = server.deadline().toNanos();
    this.begun = replays.now();
  }

  /**
   * Begins it for the client that calls.
   *
   * @param isPrimed whether the client is told at once from where to read on
   */
  synchronized void begins(Reply reply, boolean isPrimed) {
    var first = new Hearing(reply);
    var stream = reply.stream(Reply.Head.of(200));
    first.stream = stream;
    caller = first;
    hearing = first;
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
      more = forgotten ? 0 : keep(message);
      var to = hearing == null ? null : hearing.stream;
      if (to != null) {
        to.event(message, id(last));
      }
    }
    replays.grown(more);
  }

  private long keep(byte[] message) {
    var before = bytes;
    var event = new Event(last, message);
    kept.add(event);
    bytes += event.bytes();
    while (kept.size() > replays.bounds().eventsOfAStream()
        || bytes > replays.bounds().bytesOfAStream()) {
      var oldest = kept.remove();
      bytes -= oldest.bytes();
      dropped = oldest.number;
    }
    return bytes - before;
  }

  private String id(long event) {
    return replays.ids().of(number, event);
  }

  long number() {
    return number;
  }

  /** The session that it belongs to. */
  ClientSession owner() {
    return owner;
  }

  /** The server that is heard. */
  ServerName server() {
    return server;
  }

  /** Whether everything after this event is still there. */
  synchronized boolean holds(long after) {
    return !forgotten && after >= dropped && after <= last;
  }

  /** A client that has come back, and is told nothing before {@link #goesOn}. */
  Hearing hearing(Reply reply) {
    return new Hearing(reply);
  }

  /**
   * Says to a client that has come back what it has missed, and from then on what comes; whoever
   * heard it before hears no more.
   *
   * @param after the event that it has heard last
   */
  void goesOn(Hearing next, long after) {
    Hearing before;
    boolean isOver;
    synchronized (this) {
      if (next.isOver || !holds(after)) {
        before = null;
        isOver = false;
      } else {
        before = hearing;
        isOver = over;
        saysOn(next, after);
      }
    }
    if (next.stream == null) {
      next.whenOver.run();
      next.reply.whole(Reply.Head.of(405), new byte[0]);
      return;
    }
    if (before != null) {
      before.ends();
    }
    if (isOver) {
      next.ends();
      return;
    }
    next.reply.onGone(next::left);
    drained(); // the one before may have been slower
  }

  private void saysOn(Hearing next, long after) {
    var stream = next.reply.stream(Reply.Head.of(200));
    next.stream = stream;
    for (var event : kept) {
      if (event.number > after) {
        stream.event(event.message, id(event.number));
      }
    }
    if (!over) {
      hearing = next;
      stream.onDrained(this::drained);
    }
  }

  /** The client that made the call has gone; the call goes on. */
  void callerLeft() {
    Hearing first;
    synchronized (this) {
      first = caller;
    }
    if (first != null) {
      first.left();
    }
  }

  private synchronized boolean stops(Hearing which) {
    which.isOver = true;
    if (hearing != which) {
      return false;
    }
    hearing = null;
    left = replays.now();
    return true;
  }

  /** Whether nobody hears it, and nobody can come back to it. */
  synchronized boolean isLost() {
    return hearing == null && forgotten;
  }

  /** Whether somebody hears it, or may still come back in time to answer a question. */
  synchronized boolean isAwaited() {
    return hearing != null || (!forgotten && replays.now() - left <= patience);
  }

  /** Runs the action whenever it is found that nobody will answer what has been asked here. */
  synchronized void whenGivenUp(Runnable action) {
    whenGivenUp = action;
  }

  /** Finds out whether nobody will answer what has been asked here. */
  void look() {
    Runnable action;
    synchronized (this) {
      action = over || isAwaited() ? () -> {} : whenGivenUp;
    }
    action.run();
  }

  @Override
  public synchronized boolean isFull() {
    var to = hearing == null ? null : hearing.stream;
    return to != null && to.isFull();
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
  public void end() {
    Hearing hears;
    synchronized (this) {
      over = true;
      ended = replays.now();
      hears = hearing;
      hearing = null;
    }
    if (hears != null) {
      hears.ends();
    }
  }

  /** Whether it is too old to come back to. */
  synchronized boolean isStale() {
    var now = replays.now();
    return now - begun > Replays.LONGEST.toNanos()
        || (over && now - ended > Replays.KEPT.toNanos());
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
