package dev.gatehouse.core.bridges;

import dev.gatehouse.core.upstream.Exchange;
import dev.gatehouse.protocol.JsonRpc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The standing stream of a legacy session in front of one {@code subscriptions/listen} that asks
 * for all that the session wants to hear. It is opened anew with every change of that, the old one
 * closed when the new one stands, and when it breaks. Thread-safe; its lock is not held while
 * anything is sent or told.
 */
final class StandingFace implements Listen.Hearer {
  private static final int MOST_RESOURCES = 1_000;
  private static final int MOST_STREAMS = 16;
  private static final Duration TO_STAND = Duration.ofSeconds(30);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /**
   * A listen that does not stand yet.
   *
   * @param number grows with each; a newer one asks for all that an older one does, and more
   * @param uri the resource that it was opened for, null when for none
   * @param then who waits for it
   */
  private record Coming(
      Listen listen, long number, @Nullable String uri, Then then, Runnable givesUp) {
    @Nullable String refusal() {
      return uri != null && listen.leavesOut(uri) ? "the server does not tell of it" : null;
    }
  }

  /** What is done when a listen stands, or is refused. */
  interface Then {
    void isOver(@Nullable String refusal);
  }

  private final FaceLine line;
  private final OpenQuestions ids;
  private final Guest guest;
  private final JsonNode offered;
  private final Set<String> uris = new LinkedHashSet<>();
  private final List<Telling> streams = new ArrayList<>();
  private final List<Coming> coming = new ArrayList<>();
  private @Nullable Listen standing;
  private @Nullable Runnable reopening;
  private Duration pause = FIRST_PAUSE;
  private long numbers;
  private long standingNumber;
  private boolean closed;

  /**
   * @param offered the capabilities of the server
   */
  StandingFace(FaceLine line, OpenQuestions ids, Guest guest, JsonNode offered) {
    this.line = line;
    this.ids = ids;
    this.guest = guest;
    this.offered = offered;
  }

  /** Opens a stream of the session; the newest one hears what comes. */
  Exchange open(Telling stream) {
    synchronized (this) {
      if (closed || streams.size() >= MOST_STREAMS) {
        stream.accepted();
        return new Stream(stream);
      }
      streams.add(stream);
    }
    stream.events();
    if (needsListen()) {
      listen(null, _ -> {});
    }
    return new Stream(stream);
  }

  private synchronized boolean needsListen() {
    return standing == null && coming.isEmpty() && reopening == null;
  }

  /** One stream of the session. */
  private final class Stream implements Exchange {
    private final Telling telling;

    Stream(Telling telling) {
      this.telling = telling;
    }

    @Override
    public void cancel() {
      telling.silence();
      left(telling);
    }

    @Override
    public void pause() {
      var listening = exchange();
      if (listening != null) {
        listening.pause();
      }
    }

    @Override
    public void resume() {
      var listening = exchange();
      if (listening != null) {
        listening.resume();
      }
    }
  }

  private synchronized @Nullable Exchange exchange() {
    return standing == null ? null : standing.exchange();
  }

  private void left(Telling stream) {
    Runnable ending;
    synchronized (this) {
      streams.remove(stream);
      ending = streams.isEmpty() ? givesUpAll() : () -> {};
    }
    ending.run();
  }

  /**
   * Gives up all listens. Who waits for one is told that it is over: what they asked for is noted,
   * and nobody is there who could hear more.
   *
   * @return what is still to be done without the lock
   */
  private Runnable givesUpAll() {
    var ended = new ArrayList<Listen>();
    if (standing != null) {
      ended.add(standing);
    }
    var waiting = List.copyOf(coming);
    for (var each : waiting) {
      each.givesUp.run();
      ended.add(each.listen);
    }
    standing = null;
    coming.clear();
    if (reopening != null) {
      reopening.run();
      reopening = null;
    }
    return () -> {
      ended.forEach(Listen::cancel);
      waiting.forEach(each -> each.then.isOver(null));
    };
  }

  /**
   * Subscribes to a resource.
   *
   * @param answered what to say to the client in the end: null for yes, else why not
   */
  void subscribe(String uri, Then answered) {
    boolean listensNow;
    synchronized (this) {
      if (uris.size() >= MOST_RESOURCES && !uris.contains(uri)) {
        answered.isOver("a session subscribes to at most " + MOST_RESOURCES + " resources");
        return;
      }
      var isNew = uris.add(uri);
      listensNow = isNew && !streams.isEmpty();
    }
    if (!listensNow) {
      answered.isOver(null);
      return;
    }
    listen(
        uri,
        refusal -> {
          if (refusal != null) {
            synchronized (this) {
              uris.remove(uri);
            }
          }
          answered.isOver(refusal);
        });
  }

  /** Ends a subscription; that the server goes on telling for a while does no harm. */
  void unsubscribe(String uri, Runnable answered) {
    boolean listensNow;
    synchronized (this) {
      listensNow = uris.remove(uri) && !streams.isEmpty();
    }
    if (listensNow) {
      listen(null, _ -> answered.run());
    } else {
      answered.run();
    }
  }

  /** Opens a listen for all that is wanted now; the one that stands goes on until it stands. */
  private void listen(@Nullable String uri, Then then) {
    var filter = filter();
    if (filter.equals("{}")) {
      Runnable ending;
      synchronized (this) {
        ending = givesUpAll();
      }
      ending.run();
      then.isOver(null);
      return;
    }
    var listen = Listen.at(line, this);
    synchronized (this) {
      if (closed) {
        return; // nobody is there any more
      }
      var givesUp = line.later().after(TO_STAND, () -> tooLate(listen));
      coming.add(new Coming(listen, ++numbers, uri, then, givesUp));
      if (reopening != null) {
        reopening.run();
        reopening = null;
      }
    }
    listen.begin(ids.nextId("listens"), filter, guest);
  }

  private synchronized String filter() {
    var wanted = new ArrayList<String>();
    for (var kind : List.of("tools", "prompts", "resources")) {
      if (offered.path(kind).path("listChanged").asBoolean(false)) {
        wanted.add("\"" + kind + "ListChanged\":true");
      }
    }
    if (!uris.isEmpty()) {
      wanted.add(
          "\"resourceSubscriptions\":["
              + String.join(",", uris.stream().map(JsonRpc::quote).toList())
              + "]");
    }
    return "{" + String.join(",", wanted) + "}";
  }

  private @Nullable Coming take(Listen listen) {
    for (var each : coming) {
      if (each.listen.equals(listen)) {
        each.givesUp.run();
        coming.remove(each);
        return each;
      }
    }
    return null;
  }

  private void tooLate(Listen listen) {
    listen.cancel();
    over(listen, null);
  }

  @Override
  public void stands(Listen listen) {
    Coming arrived;
    Listen replaced;
    synchronized (this) {
      arrived = take(listen);
      if (arrived == null) {
        return;
      }
      var isNewest = arrived.number > standingNumber || standing == null;
      replaced = isNewest ? standing : listen;
      if (isNewest) {
        standing = listen;
        standingNumber = arrived.number;
      }
    }
    if (replaced != null) {
      replaced.cancel();
    }
    arrived.then.isOver(arrived.refusal());
  }

  @Override
  public void tells(Listen listen, byte[] message) {
    Telling hearing;
    synchronized (this) {
      if (!listen.equals(standing) || streams.isEmpty()) {
        return;
      }
      pause = FIRST_PAUSE;
      hearing = streams.getLast();
    }
    hearing.message(message);
  }

  @Override
  public void over(Listen listen, @Nullable String refusal) {
    Coming failed;
    synchronized (this) {
      failed = take(listen);
      if (listen.equals(standing)) {
        standing = null;
      }
      // A server that says no is asked again when the client wants something else.
      if (refusal == null && standing == null && coming.isEmpty() && !streams.isEmpty()) {
        reopenLater();
      }
    }
    if (failed != null) {
      failed.then.isOver(refusal == null ? "the server's stream broke off" : refusal);
    }
  }

  private void reopenLater() {
    if (closed || reopening != null) {
      return;
    }
    reopening = line.later().after(pause, this::reopen);
    var twice = pause.multipliedBy(2);
    pause = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }

  private void reopen() {
    synchronized (this) {
      reopening = null;
      if (closed || streams.isEmpty() || standing != null || !coming.isEmpty()) {
        return;
      }
    }
    listen(null, _ -> {});
  }

  /** Ends everything with the session. */
  void close() {
    Runnable ending;
    synchronized (this) {
      closed = true;
      streams.forEach(Telling::silence);
      streams.clear();
      uris.clear();
      ending = givesUpAll();
    }
    ending.run();
  }
}
