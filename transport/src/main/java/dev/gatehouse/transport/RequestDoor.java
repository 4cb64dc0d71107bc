package dev.gatehouse.transport;

import dev.gatehouse.core.gateway.Arrival;
import dev.gatehouse.core.gateway.Endpoint;
import dev.gatehouse.core.gateway.McpHandler;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Where every request of one listener comes in: guards first, on every route, then the body, then
 * the gateway on this loop or the control plane on a virtual thread.
 */
final class RequestDoor implements Handler<HttpServerRequest> {
  private static final List<String> CONTROL_METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
  private static final String USUAL_ACCEPT = "application/json, text/event-stream";

  private final AllowedNames names;
  private final ListenerBounds bounds;
  private final McpHandler gateway;
  private final ControlPlane plane;
  private final Semaphore controlSlots;
  private final @Nullable SseDoor events;

  /**
   * @param events serves clients of HTTP+SSE, null when none are served
   */
  RequestDoor(
      AllowedNames names,
      ListenerBounds bounds,
      McpHandler gateway,
      ControlPlane plane,
      Semaphore controlSlots,
      @Nullable SseDoor events) {
    this.names = names;
    this.bounds = bounds;
    this.gateway = gateway;
    this.plane = plane;
    this.controlSlots = controlSlots;
    this.events = events;
  }

  @Override
  public void handle(HttpServerRequest request) {
    var head = RequestHead.of(request);
    var way = new Decline(request, ClientConnection.of(request.connection()), bounds);
    var length = ContentLength.of(head.contentLength);
    if (head.fault() != null) {
      way.refuse(400, head.fault());
    } else if (head.host == null) {
      way.refuse(400, "a request names exactly one Host");
    } else if (!names.allowsHost(head.host)) {
      way.refuse(403, "this Host is not served here; its owner can add it to the listener's hosts");
    } else if (isPublic(request, head)) {
      guardTheRest(request, head, way, length);
    } else if (head.origin != null && !names.allowsOrigin(head.origin)) {
      way.refuse(
          403, "pages of this Origin may not call; the owner can add it to the listener's origins");
    } else {
      guardTheRest(request, head, way.allowing(head.origin), length);
    }
  }

  /** Whether this is for the control plane's own CORS; asked only where that makes a difference. */
  private boolean isPublic(HttpServerRequest request, RequestHead head) {
    if (head.origin == null && !request.method().name().equals("OPTIONS")) {
      return false;
    }
    return Route.of(request.uri()) instanceof Route.Control && plane.isPublic(path(request.uri()));
  }

  private void guardTheRest(HttpServerRequest request, RequestHead head, Decline way, long length) {
    if (head.expect != null && !head.expect.equalsIgnoreCase("100-continue")) {
      way.refuse(417, "the only expectation that is met is 100-continue");
    } else if (length > bounds.maxBodyBytes()) {
      way.refuse(413, "the body is larger than " + bounds.maxBodyBytes() + " bytes");
    } else {
      route(request, head, way, (int) length);
    }
  }

  private void route(HttpServerRequest request, RequestHead head, Decline way, int length) {
    var isPublic = isPublic(request, head);
    if (head.origin != null
        && head.corsMethod != null
        && !isPublic
        && request.method().name().equals("OPTIONS")) {
      way.reply().preflight(head.origin, head.corsHeaders);
      return;
    }
    switch (Route.of(request.uri())) {
      case Route.Mcp(var endpoint) -> toGateway(request, head, endpoint, way, length);
      case Route.Events(var endpoint) -> {
        if (events == null) {
          toControlPlane(request, head, way, length);
        } else {
          toEvents(request, head, endpoint, way, length, events);
        }
      }
      case Route.Control() -> toControlPlane(request, head, way, length);
      case Route.Nowhere() -> way.refuse(404, "there is nothing here");
      case Route.Malformed() -> way.refuse(400, "the request target is not a path");
    }
  }

  private void toGateway(
      HttpServerRequest request, RequestHead head, Endpoint endpoint, Decline way, int length) {
    switch (request.method().name()) {
      case "POST" -> {
        if (MediaType.isJson(head.contentType)) {
          read(
              request,
              head,
              way,
              length,
              (reply, body) ->
                  handOver(arrival(head, endpoint, Arrival.Verb.POST, way, body), reply));
        } else {
          way.refuse(415, "the body must be application/json in UTF-8");
        }
      }
      case "GET" ->
          handOver(arrival(head, endpoint, Arrival.Verb.GET, way, Bytes.NONE), way.reply());
      case "DELETE" ->
          handOver(arrival(head, endpoint, Arrival.Verb.DELETE, way, Bytes.NONE), way.reply());
      default -> {
        request.response().putHeader(ResponseHeaders.ALLOW, "POST, GET, DELETE");
        way.refuse(405, "this address takes POST, GET and DELETE");
      }
    }
  }

  private void toEvents(
      HttpServerRequest request,
      RequestHead head,
      Endpoint endpoint,
      Decline way,
      int length,
      SseDoor door) {
    switch (request.method().name()) {
      case "GET" -> {
        var arrival = arrival(head, endpoint, Arrival.Verb.GET, way, Bytes.NONE);
        door.get(arrival, path(request.uri()), way.reply());
      }
      case "POST" -> {
        if (MediaType.isJson(head.contentType)) {
          var query = query(request.uri());
          read(
              request,
              head,
              way,
              length,
              (reply, body) ->
                  door.post(arrival(head, endpoint, Arrival.Verb.POST, way, body), query, reply));
        } else {
          way.refuse(415, "the body must be application/json in UTF-8");
        }
      }
      default -> {
        request.response().putHeader(ResponseHeaders.ALLOW, "GET, POST");
        way.refuse(405, "this address takes GET and POST");
      }
    }
  }

  private static @Nullable String query(String target) {
    var mark = target.indexOf('?');
    return mark < 0 ? null : target.substring(mark + 1);
  }

  private static Arrival arrival(
      RequestHead head, Endpoint endpoint, Arrival.Verb verb, Decline way, byte[] body) {
    var isUsual = USUAL_ACCEPT.equals(head.accept);
    return new Arrival(
        endpoint,
        verb,
        head.mcp(),
        head.authorization,
        isUsual || MediaType.isAccepted(head.accept, "text", "event-stream"),
        isUsual || MediaType.isAccepted(head.accept, "application", "json"),
        head.traceparent,
        way.connection().peer(),
        body);
  }

  private void handOver(Arrival arrival, ClientReply reply) {
    gateway.handle(arrival, reply);
  }

  private void toControlPlane(
      HttpServerRequest request, RequestHead head, Decline way, int length) {
    var method = request.method().name();
    var isTaken = CONTROL_METHODS.contains(method);
    if (isTaken || (method.equals("OPTIONS") && isPublic(request, head))) {
      read(
          request,
          head,
          way,
          length,
          (reply, body) -> answerApart(control(request.uri(), method, head, body), reply, method));
    } else {
      request.response().putHeader(ResponseHeaders.ALLOW, String.join(", ", CONTROL_METHODS));
      way.refuse(405, "this method is not known here");
    }
  }

  private static String path(String target) {
    var mark = target.indexOf('?');
    return mark < 0 ? target : target.substring(0, mark);
  }

  private static ControlPlane.Request control(
      String target, String method, RequestHead head, byte[] body) {
    var mark = target.indexOf('?');
    return new ControlPlane.Request(
        method.equals("HEAD") ? "GET" : method,
        path(target),
        mark < 0 ? "" : target.substring(mark + 1),
        head.authorization,
        head.origin,
        head.ifNoneMatch,
        head.accept,
        head.acceptEncoding,
        body);
  }

  private void answerApart(ControlPlane.Request request, ClientReply reply, String method) {
    var isHeadOnly = method.equals("HEAD");
    if (!controlSlots.tryAcquire()) {
      reply.control(
          Decline.answer(503, "too many requests are being worked on; try again", 1), false);
      return;
    }
    Thread.ofVirtual()
        .name("control " + request)
        .start(() -> {
          try {
            reply.control(plane.answer(request), isHeadOnly);
          } catch (RuntimeException bug) {
            System.getLogger(RequestDoor.class.getName())
                .log(System.Logger.Level.ERROR, "control plane failed on " + request, bug);
            reply.control(
                Decline.answer(500, "Gatehouse has a bug; its log has the details", 0), false);
          } finally {
            controlSlots.release();
          }
        });
  }

  /** Hears a body together with the way back. */
  private interface WithBody {
    void take(ClientReply reply, byte[] body);
  }

  private void read(
      HttpServerRequest request, RequestHead head, Decline way, int length, WithBody then) {
    if (head.expect != null) {
      request.response().writeContinue();
    }
    var reply = way.reply();
    var reading =
        BodyRead.of(
            request,
            way.connection().loop(),
            bounds,
            length,
            body -> then.take(reply, body),
            status -> way.refuse(status, bodyFault(status)));
    reply.onGone(reading::abandon);
  }

  private @Nullable String bodyFault(int status) {
    return status == 413
        ? "the body is larger than " + bounds.maxBodyBytes() + " bytes"
        : "the body did not come within " + bounds.bodyTime().toSeconds() + " s";
  }
}
