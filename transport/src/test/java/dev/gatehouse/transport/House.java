package dev.gatehouse.transport;

import dev.gatehouse.core.gateway.Arrival;
import dev.gatehouse.core.gateway.McpHandler;
import dev.gatehouse.core.gateway.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A listener in a test: a gateway that says what arrived, and a control plane that echoes. */
final class House implements AutoCloseable {
  final Transport transport = Transport.open(2);
  final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  final BlockingQueue<ControlPlane.Request> controls = new LinkedBlockingQueue<>();
  final HttpListener listener;

  private House(ListenerSettings settings, McpHandler gateway, ControlPlane plane) {
    listener =
        transport.listen(
            settings,
            (arrival, reply) -> {
              arrivals.add(arrival);
              gateway.handle(arrival, reply);
            },
            new Noting(plane));
  }

  /** Notes what comes to a control plane. */
  private final class Noting implements ControlPlane {
    private final ControlPlane plane;

    private Noting(ControlPlane plane) {
      this.plane = plane;
    }

    @Override
    public Answer answer(Request request) {
      controls.add(request);
      return plane.answer(request);
    }

    @Override
    public boolean isPublic(String path) {
      return plane.isPublic(path);
    }
  }

  static House echoing() {
    return with(ListenerSettings.onLoopback());
  }

  static House with(ListenerSettings settings) {
    return new House(settings, House::echo, House::echo);
  }

  static House answering(McpHandler gateway) {
    return new House(ListenerSettings.onLoopback(), gateway, House::echo);
  }

  static House answering(ListenerSettings settings, McpHandler gateway, ControlPlane plane) {
    return new House(settings, gateway, plane);
  }

  RawClient client() {
    return new RawClient(listener.port());
  }

  String host() {
    return "127.0.0.1:" + listener.port();
  }

  /** A POST of that JSON body to a path, ready to be sent. */
  String post(String path, String body) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: "
        + host()
        + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream"
        + "\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: " + host() + "\r\n\r\n";
  }

  Arrival arrival() {
    return next(arrivals);
  }

  static <T> T next(BlockingQueue<T> queue) {
    try {
      var next = queue.poll(20, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing came within 20 s");
      }
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void echo(Arrival arrival, Reply reply) {
    reply.whole(Reply.Head.of(200), arrival.body().length == 0 ? bytes("{}") : arrival.body());
  }

  private static ControlPlane.Answer echo(ControlPlane.Request request) {
    return new ControlPlane.Answer(200, "text/plain", bytes(request.toString()), List.of());
  }

  @Override
  public void close() {
    listener.close();
    transport.close();
  }
}
