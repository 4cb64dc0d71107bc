package dev.gatehouse.transport;

import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.upstream.Answering;
import dev.gatehouse.core.upstream.Exchange;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.Upstream;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server over Streamable HTTP, on connections of HTTP/1.1 that are kept by each event loop for
 * itself. Connects only to addresses that were checked, follows no redirect, and sends the
 * gateway's own credential or none.
 */
final class HttpUpstream implements Upstream {
  private static final int MAX_HEAD = 64 << 10;

  final UpstreamSettings settings;
  final Executor large;
  private final Loops loops;
  private final Readiness readiness;
  private final @Nullable HttpClientAgent[] clients;
  private volatile boolean isClosed;

  HttpUpstream(Loops loops, Connection.Http connection, Outside outside) {
    this.loops = loops;
    this.settings = outside.settings();
    this.large = loops.large().turns();
    this.readiness = new Readiness(connection, outside);
    this.clients = new HttpClientAgent[loops.all().size()];
    readiness.whenReady(_ -> {}, _ -> {}); // ahead of the first call; a fault is told to that call
  }

  @Override
  public Exchange send(Outgoing outgoing, Answering answering) {
    var loop = loops.currentOrNext();
    var exchange = new HttpExchange(this, loop, outgoing, answering);
    loop.run(exchange::begin);
    return exchange;
  }

  Readiness readiness() {
    return readiness;
  }

  boolean isClosed() {
    return isClosed;
  }

  /** The client of a loop, made when first asked for; only on that loop. */
  HttpClientAgent client(Loop loop) {
    synchronized (clients) {
      var client = clients[loop.index];
      if (client == null) {
        client = loops.vertx().createHttpClient(options(settings), pool());
        clients[loop.index] = client;
      }
      return client;
    }
  }

  @Override
  public void close() {
    isClosed = true;
    synchronized (clients) {
      for (var client : clients) {
        if (client != null) {
          client.close();
        }
      }
    }
  }

  private PoolOptions pool() {
    return new PoolOptions()
        .setHttp1MaxSize(settings.maxConnections())
        .setMaxWaitQueueSize(settings.maxWaiting());
  }

  /** How connections to the outside are made: verified, bounded, without compression. */
  static HttpClientOptions options(UpstreamSettings settings) {
    var options =
        new HttpClientOptions()
            .setProtocolVersion(HttpVersion.HTTP_1_1)
            .setConnectTimeout((int) settings.connectTime().toMillis())
            .setSslHandshakeTimeout(settings.connectTime().toMillis())
            .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
            .setKeepAlive(true)
            .setKeepAliveTimeout((int) settings.keepAlive().toSeconds())
            .setTcpKeepAlive(true)
            .setMaxHeaderSize(MAX_HEAD)
            .setMaxChunkSize(64 << 10)
            .setVerifyHost(true)
            .setTrustAll(false)
            .setEnabledSecureTransportProtocols(Certificates.PROTOCOLS);
    settings
        .authorities()
        .ifPresent(
            file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
    return options;
  }
}
