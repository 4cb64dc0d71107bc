package dev.gatehouse.transport;

import dev.gatehouse.core.gateway.McpHandler;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Listens for clients: HTTP/1.1 and HTTP/2, in plain text or over TLS, on every event loop. What
 * comes to an MCP route goes to the gateway on the loop of its connection; everything else goes to
 * the control plane on a virtual thread. Thread-safe.
 */
public final class HttpListener implements AutoCloseable {
  private static final AtomicInteger RANDOM_PORTS = new AtomicInteger();

  private final ListenerSettings settings;
  private final Loops loops;
  private final List<HttpServer> servers = new ArrayList<>();
  private final List<Certificates> certificates = new ArrayList<>();
  private final Semaphore controlSlots;
  private volatile int port;
  private volatile RequestDoor door;

  private HttpListener(
      Loops loops, ListenerSettings settings, McpHandler gateway, ControlPlane plane) {
    this.loops = loops;
    this.settings = settings;
    this.controlSlots = new Semaphore(settings.bounds().maxControlRequests());
    this.door = doorFor(settings.port(), gateway, plane);
  }

  /**
   * Binds and begins to listen. Blocks until the port is bound.
   *
   * @throws IllegalStateException when it cannot be bound or the certificate cannot be read; the
   *     message names address and cause
   */
  static HttpListener open(
      Loops loops, ListenerSettings settings, McpHandler gateway, ControlPlane plane) {
    var listener = new HttpListener(loops, settings, gateway, plane);
    loops.acceptance().use(settings.bounds());
    var address =
        settings.port() == 0
            ? SocketAddress.sharedRandomPort(RANDOM_PORTS.incrementAndGet(), settings.host())
            : SocketAddress.inetSocketAddress(settings.port(), settings.host());
    try {
      for (var loop : loops.all()) {
        listener.listenOn(loop, address);
      }
      listener.port = listener.servers.getFirst().actualPort();
      listener.door = listener.doorFor(listener.port, gateway, plane);
      return listener;
    } catch (IllegalStateException e) {
      listener.close();
      throw new IllegalStateException(
          "cannot listen on " + settings.host() + ":" + settings.port() + ": " + e.getMessage(), e);
    }
  }

  /** The port that is bound. */
  public int port() {
    return port;
  }

  /** Where clients on this machine reach the listener, without a path. */
  public URI address() {
    var host = settings.host().equals("0.0.0.0") ? "127.0.0.1" : settings.host();
    var bracketed = host.contains(":") ? "[" + host + "]" : host;
    return URI.create(
        (settings.tls().isPresent() ? "https://" : "http://") + bracketed + ":" + port);
  }

  /** How many connections of clients are open. */
  public int connections() {
    return loops.acceptance().open();
  }

  /**
   * Stops accepting, lets what is in flight finish, then closes what is left. Blocks until then.
   *
   * @param most how long to wait
   */
  public void drain(Duration most) {
    certificates.forEach(Certificates::close);
    var closing = servers.stream().map(server -> server.shutdown(most)).toList();
    Await.quietly(Future.join(closing), most.toSeconds() + 10);
  }

  /** Looks at the certificate files now instead of in a few seconds; true when they were taken. */
  boolean reloadCertificates() {
    return certificates.stream().allMatch(Certificates::reload);
  }

  @Override
  public void close() {
    drain(Duration.ofMillis(1));
  }

  private RequestDoor doorFor(int boundPort, McpHandler gateway, ControlPlane plane) {
    return new RequestDoor(
        new AllowedNames(settings, boundPort),
        settings.bounds(),
        gateway,
        plane,
        controlSlots,
        settings.sse() ? new SseDoor(gateway) : null);
  }

  private void listenOn(Loop loop, SocketAddress address) {
    var server = loops.vertx().createHttpServer(options());
    server.requestHandler(request -> door.handle(request));
    server.invalidRequestHandler(HttpListener::refuseInvalid);
    server.connectionHandler(connection -> {
      if (connection.isSsl() && connection instanceof ConnectionBase base) {
        HeadScan.install(
            base.channel().pipeline(), ClientConnection.of(connection), settings.bounds());
      }
    });
    server.exceptionHandler(_ -> {}); // a client that breaks its handshake is no event of ours
    var listening = io.vertx.core.Promise.<HttpServer>promise();
    loop.later(() -> server.listen(address).onComplete(listening));
    Await.result(listening.future(), 30);
    servers.add(server);
    if (certificates.isEmpty()) {
      settings.tls().ifPresent(tls -> certificates.add(Certificates.watch(loops, server, tls)));
    }
  }

  private HttpServerOptions options() {
    var bounds = settings.bounds();
    var options =
        new HttpServerOptions()
            .setHandle100ContinueAutomatically(false)
            .setMaxHeaderSize(bounds.maxHeadBytes())
            .setMaxInitialLineLength(Math.min(8 << 10, bounds.maxHeadBytes()))
            .setMaxChunkSize(64 << 10)
            .setPerFrameWebSocketCompressionSupported(false) // no handler for what is never spoken
            .setPerMessageWebSocketCompressionSupported(false)
            .setHttp2ClearTextEnabled(true)
            .setInitialSettings(
                new Http2Settings()
                    .setMaxConcurrentStreams(128)
                    .setMaxHeaderListSize(bounds.maxHeadBytes()))
            .setTcpKeepAlive(true)
            .setAcceptBacklog(1024);
    settings
        .tls()
        .ifPresent(tls ->
            options
                .setSsl(true)
                .setUseAlpn(true)
                .setSslHandshakeTimeout(10)
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                .setEnabledSecureTransportProtocols(Certificates.PROTOCOLS)
                .setKeyCertOptions(Certificates.of(tls)));
    return options;
  }

  /** Answers what the parser or the {@link HeadScan} found bad; the connection is closed behind. */
  private static void refuseInvalid(HttpServerRequest request) {
    var cause = request.decoderResult().cause();
    var status =
        switch (cause) {
          case BadHead bad -> bad.status;
          case TooLongHttpHeaderException _ -> 431;
          case TooLongHttpLineException _ -> 414;
          case null, default -> 400;
        };
    var reason =
        cause instanceof BadHead bad ? String.valueOf(bad.getMessage()) : "this is not HTTP";
    var answer = Decline.answer(status, reason, 0);
    request
        .response()
        .setStatusCode(status)
        .putHeader(ResponseHeaders.CONNECTION, ResponseHeaders.CLOSE)
        .putHeader(ResponseHeaders.CONTENT_TYPE, ResponseHeaders.JSON)
        .end(Bytes.wrap(answer.body()));
  }
}
