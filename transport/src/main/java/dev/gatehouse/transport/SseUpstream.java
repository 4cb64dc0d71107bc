package dev.gatehouse.transport;

import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.Exchange;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.Upstream;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A server over HTTP+SSE, the transport of revision 2024-11-05: one stream of events for everything
 * that the server says, and a POST for each message to it. The stream is one session, opened by the
 * first message and not opened again; whoever owns this object makes a new one. Messages find their
 * exchanges as on the pipe of a process, whose session is one caller's too. Thread-safe.
 *
 * <p>Deadlines: as for pipes. A hearer that has paused holds up nobody else; what waits for it is
 * bounded.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2024-11-05/basic/transports#http-with-sse">HTTP+SSE</a>
 */
final class SseUpstream implements Upstream, PipeOwner, SseStream.Hearer, SsePost.Hearer {
  private static final int MOST_WAITING = 1_024;

  private final Loops loops;
  private final Executor large;
  private final Loop home;
  private final Connection.Http connection;
  private final UpstreamSettings settings;
  private final Readiness readiness;
  private final HttpClientAgent client;
  private final OpenExchanges open = new OpenExchanges();
  private final PipeRouting routing =
      new PipeRouting(StdioUpstream.Sharing.PRIVATE, open, message -> post(message, null));
  private volatile @Nullable String ending;

  // The rest belongs to the loop.
  private final ArrayDeque<SsePost> waiting = new ArrayDeque<>();
  private final Set<SsePost> onTheWay = new HashSet<>();
  private long waitingBytes;
  private @Nullable SseStream stream;
  private SseStream.@Nullable Way way;

  SseUpstream(Loops loops, Connection.Http connection, Outside outside) {
    this.loops = loops;
    this.large = loops.large().turns();
    this.home = loops.currentOrNext();
    this.connection = connection;
    this.settings = outside.settings();
    this.readiness = new Readiness(connection, outside);
    this.client =
        loops
            .vertx()
            .createHttpClient(
                HttpUpstream.options(settings),
                new PoolOptions()
                    .setHttp1MaxSize(settings.maxConnections())
                    .setMaxWaitQueueSize(settings.maxWaiting()));
  }

  UpstreamSettings settings() {
    return settings;
  }

  HttpClientAgent client() {
    return client;
  }

  URI url() {
    return connection.url();
  }

  @Override
  public Exchange send(Outgoing outgoing, Answering answering) {
    var exchange =
        new PipeExchange(
            this,
            loops.currentOrNext(),
            outgoing,
            answering,
            large,
            2L * settings.maxMessageBytes());
    switch (outgoing.verb()) {
      case DELETE -> exchange.accepted();
      case GET -> {
        if (open.listen(exchange)) {
          exchange.beginEvents();
          home.run(this::connect);
        } else {
          exchange.fail(Cause.UNREACHABLE, String.valueOf(ending));
        }
      }
      case POST -> post(exchange);
    }
    return exchange;
  }

  private void post(PipeExchange exchange) {
    try {
      var message = Envelope.scan(exchange.outgoing.body(), StrictJson.Bounds.DEFAULT);
      if (message.shape() == Envelope.Shape.REQUEST) {
        request(exchange, message);
      } else {
        post(message.bytes(), exchange);
      }
    } catch (Malformed e) {
      exchange.fail(Cause.BROKEN, "the message to send is no message: " + e.getMessage());
    }
  }

  private void request(PipeExchange exchange, Envelope message) {
    var ids = routing.name(message);
    exchange.named(ids);
    switch (open.add(exchange, ids)) {
      case CLOSED -> exchange.fail(Cause.UNREACHABLE, String.valueOf(ending));
      case TOO_MANY -> exchange.fail(Cause.BUSY, "too many requests wait for this server");
      case ID_IN_USE ->
          exchange.fail(Cause.BROKEN, "a request with this id waits for this server already");
      case YES -> post(message.bytes(), exchange);
    }
  }

  private void post(byte[] message, @Nullable PipeExchange exchange) {
    home.run(() -> begin(new SsePost(message, exchange, home, this)));
  }

  private void begin(SsePost post) {
    var known = way;
    if (ending != null) {
      failed(post, Cause.UNREACHABLE, String.valueOf(ending), false);
    } else if (known != null) {
      leave(post, known);
    } else if (waiting.size() >= MOST_WAITING
        || waitingBytes + post.message.length > 2L * settings.maxMessageBytes()) {
      failed(post, Cause.BUSY, "too much waits for this server to say where to post", false);
    } else {
      waiting.add(post);
      waitingBytes += post.message.length;
      connect();
    }
  }

  private void connect() {
    if (stream == null && ending == null) {
      stream = new SseStream(this, home, this);
      stream.open(readiness);
    }
  }

  private void leave(SsePost post, SseStream.Way known) {
    if (post.exchange == null || !post.exchange.isOver()) {
      onTheWay.add(post);
      post.send(this, known);
    }
  }

  @Override
  public void opened(SseStream.Way found) {
    way = found;
    waitingBytes = 0;
    while (!waiting.isEmpty()) {
      leave(waiting.remove(), found);
    }
  }

  @Override
  public boolean message(byte[] message) {
    return routing.incoming(message);
  }

  @Override
  public void taken(SsePost post) {
    onTheWay.remove(post);
    if (post.exchange != null && post.exchange.ids() == null) {
      post.exchange.accepted();
    }
  }

  @Override
  public void failed(SsePost post, Cause cause, String detail, boolean isGone) {
    onTheWay.remove(post);
    if (isGone) {
      over(Cause.LOST, detail);
    }
    if (post.exchange != null) {
      open.remove(post.exchange);
      post.exchange.fail(cause, detail);
    }
  }

  @Override
  public void giveUp(PipeExchange exchange) {
    var waited = open.remove(exchange);
    var ids = exchange.ids();
    if (waited && ids != null && !ids.method().equals("initialize") && ending == null) {
      post(JsonRpc.cancelled(ids.wireId(), null), null);
    }
  }

  @Override
  public String lastWords() {
    return "";
  }

  @Override
  public void over(Cause cause, String how) {
    if (ending != null) {
      return;
    }
    ending = how;
    for (var exchange : open.close()) {
      exchange.fail(cause, how);
    }
    for (var post : waiting) {
      if (post.exchange != null) {
        post.exchange.fail(cause, how);
      }
    }
    waiting.clear();
    for (var post : Set.copyOf(onTheWay)) {
      post.end();
      if (post.exchange != null) {
        post.exchange.fail(cause, how);
      }
    }
    onTheWay.clear();
    if (stream != null) {
      stream.end();
    }
    client.close();
  }

  /** Ends all exchanges and the stream, which ends the session at the server. */
  @Override
  public void close() {
    home.run(() -> over(Cause.LOST, "the gateway has ended this session"));
  }
}
