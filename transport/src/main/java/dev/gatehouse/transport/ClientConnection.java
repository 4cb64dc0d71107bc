package dev.gatehouse.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetSocketAddress;

/**
 * What one client connection is doing, and how long it may: a head must be complete in time, and
 * without a request it is closed when idle. Costs no timer. Used on its loop only.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {
  static final AttributeKey<ClientConnection> KEY =
      AttributeKey.valueOf(ClientConnection.class.getName());

  private final Channel channel;
  private final Loops loops;
  private final ListenerBounds bounds;
  private final Deadline deadline = new Deadline();
  private Loop loop;
  private boolean isInHead;
  private long since;
  private int exchanges;
  private boolean isShut;
  private String peer = "";

  ClientConnection(Channel channel, Loops loops, ListenerBounds bounds) {
    this.channel = channel;
    this.loops = loops;
    this.bounds = bounds;
    this.loop = loops.all().getFirst(); // replaced as soon as the channel has its own
  }

  /** What was made for this connection when it was accepted. */
  static ClientConnection of(HttpConnection connection) {
    return channelOf(connection).attr(KEY).get();
  }

  static Channel channelOf(HttpConnection connection) {
    if (connection instanceof ConnectionBase base) {
      return base.channel();
    }
    throw new IllegalStateException(
        "not a connection of this wire library: " + connection.getClass());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    if (channel.isRegistered()) {
      begin();
    }
  }

  @Override
  public void channelRegistered(ChannelHandlerContext context) {
    begin();
    context.fireChannelRegistered();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    loop.sweep.leave(deadline);
    context.fireChannelInactive();
  }

  private void begin() {
    loop = loops.of(channel.eventLoop());
    since = loop.sweep.now();
    loop.sweep.join(deadline);
  }

  Loop loop() {
    return loop;
  }

  /** The client's address and port. */
  String peer() {
    if (peer.isEmpty() && channel.remoteAddress() instanceof InetSocketAddress address) {
      peer = address.getAddress().getHostAddress() + ":" + address.getPort();
    }
    return peer;
  }

  /** Bytes of a head have come, but not all of them. */
  void headIsPartial() {
    if (!isInHead) {
      isInHead = true;
      since = loop.sweep.now();
    }
  }

  void headIsComplete() {
    isInHead = false;
  }

  /** Nothing that comes from now on is a request, though it may already have been received. */
  void hearNoMore() {
    isShut = true;
  }

  boolean isShut() {
    return isShut;
  }

  void exchangeBegins() {
    exchanges++;
  }

  void exchangeEnds() {
    exchanges--;
    since = loop.sweep.now();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // closing is its own end
  private void cut() {
    channel.close();
  }

  private final class Deadline extends Sweep.Swept {
    @Override
    void look(long now) {
      if (!channel.isOpen()) {
        loop.sweep.leave(this);
      } else if (isInHead && now - since > bounds.headTime().toNanos()) {
        cut();
      } else if (!isInHead && exchanges == 0 && now - since > bounds.idleTime().toNanos()) {
        cut();
      }
    }
  }
}
