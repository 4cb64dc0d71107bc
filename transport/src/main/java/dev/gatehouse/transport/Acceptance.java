package dev.gatehouse.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.transport.Transport;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The way in for connections: the best transport of this machine, with a door before it that counts
 * connections, refuses those over the bound before a byte is read, and gives each its {@link
 * ClientConnection} and, on plain text, its {@link HeadScan}. Thread-safe.
 */
final class Acceptance implements Transport, io.vertx.core.spi.transport.Transport {
  private final Transport best;
  private final io.vertx.core.spi.transport.Transport way;
  private final AtomicInteger open = new AtomicInteger();
  private volatile @Nullable Loops loops;
  private volatile ListenerBounds bounds = ListenerBounds.DEFAULT;

  private Acceptance(Transport best) {
    this.best = best;
    this.way = best.implementation();
  }

  static Acceptance onBestTransport() {
    var epoll = Transport.EPOLL;
    return new Acceptance(epoll != null && epoll.available() ? epoll : Transport.NIO);
  }

  void bringTo(Loops loops) {
    this.loops = loops;
  }

  /** The bounds for connections that are accepted from now on. */
  void use(ListenerBounds bounds) {
    this.bounds = bounds;
  }

  /** How many connections of clients are open. */
  int open() {
    return open.get();
  }

  /** Stands before the acceptor and sees every connection before it is registered on a loop. */
  @Sharable
  private final class Door extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      var house = loops;
      if (message instanceof Channel child) {
        if (open.incrementAndGet() > bounds.maxConnections() || house == null) {
          open.decrementAndGet();
          child.unsafe().closeForcibly();
          return;
        }
        child.closeFuture().addListener(_ -> open.decrementAndGet());
        var connection = new ClientConnection(child, house, bounds);
        child.attr(ClientConnection.KEY).set(connection);
        child.pipeline().addFirst("connection", connection);
        child.pipeline().addLast(HeadScan.NAME, HeadScan.beforeDetection(connection, bounds));
      }
      context.fireChannelRead(message);
    }
  }

  @Override
  public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
    way.configure(config, domainSocket, bootstrap);
    bootstrap.handler(new Door());
  }

  @Override
  public void configure(TcpConfig config, boolean domainSocket, Bootstrap bootstrap) {
    way.configure(config, domainSocket, bootstrap);
  }

  @Override
  public void configure(DatagramChannel channel, DatagramSocketOptions options) {
    way.configure(channel, options);
  }

  @Override
  public String name() {
    return best.name();
  }

  @Override
  public boolean available() {
    return best.available();
  }

  @Override
  public @Nullable Throwable unavailabilityCause() {
    return best.unavailabilityCause();
  }

  @Override
  public io.vertx.core.spi.transport.Transport implementation() {
    return this;
  }

  @Override
  public boolean isAvailable() {
    return way.isAvailable();
  }

  @Override
  public boolean supportsDomainSockets() {
    return way.supportsDomainSockets();
  }

  @Override
  public boolean supportFileRegion() {
    return way.supportFileRegion();
  }

  @Override
  public java.net.SocketAddress convert(SocketAddress address) {
    return way.convert(address);
  }

  @Override
  public SocketAddress convert(java.net.SocketAddress address) {
    return way.convert(address);
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return way.ioHandlerFactory();
  }

  @Override
  public EventLoopGroup eventLoopGroup(int type, int count, ThreadFactory threads, int ratio) {
    return way.eventLoopGroup(type, count, threads, ratio);
  }

  @Override
  @SuppressWarnings("deprecation") // the interface says so
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return way.datagramChannel(family);
  }

  @Override
  public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
    return way.datagramChannelFactory();
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    return way.channelFactory(domainSocket);
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return way.serverChannelFactory(domainSocket);
  }
}
