package dev.gatehouse.transport;

import dev.gatehouse.core.gateway.Reply;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the listener itself says no. A client that is still sending its body hears the answer, is
 * listened to a little longer, so that the answer is not lost in a reset, and is then cut off.
 */
final class Decline {
  private static final int MOST_DISCARDED = 1 << 20;
  private static final long LONGEST_LINGER = 2_000_000_000L;

  private final HttpServerRequest request;
  private final ClientConnection connection;
  private final ListenerBounds bounds;
  private @Nullable String origin;
  private @Nullable ClientReply reply;

  Decline(HttpServerRequest request, ClientConnection connection, ListenerBounds bounds) {
    this.request = request;
    this.connection = connection;
    this.bounds = bounds;
  }

  /** From now on answers may be read by pages of this origin. */
  Decline allowing(@Nullable String allowed) {
    origin = allowed;
    return this;
  }

  ClientConnection connection() {
    return connection;
  }

  /** The one way back of this request. */
  ClientReply reply() {
    if (reply == null) {
      reply = new ClientReply(request, connection, bounds, origin);
    }
    return reply;
  }

  /**
   * Refuses. What is malformed also ends the connection, since nobody knows what follows on it.
   *
   * @param status HTTP status, 400 to 499
   */
  void refuse(int status, @Nullable String reason) {
    var isUnread = !request.isEnded() && hasBody();
    var isHttp1 = request.version() != HttpVersion.HTTP_2;
    if (isHttp1 && (isUnread || status == 400)) {
      request.response().putHeader(ResponseHeaders.CONNECTION, ResponseHeaders.CLOSE);
    }
    reply().whole(Reply.Head.of(status), body(String.valueOf(reason)));
    if (isUnread) {
      new Linger().begin();
    } else if (isHttp1 && status == 400) {
      connection.hearNoMore();
      request.connection().close();
    }
  }

  private boolean hasBody() {
    var length = request.getHeader(io.vertx.core.http.HttpHeaders.CONTENT_LENGTH);
    return request.version() == HttpVersion.HTTP_2
        || request.getHeader(io.vertx.core.http.HttpHeaders.TRANSFER_ENCODING) != null
        || (length != null && !length.equals("0"));
  }

  /** An answer of the listener in the control plane's shape. */
  static ControlPlane.Answer answer(int status, String reason, int retryAfterSeconds) {
    var headers =
        retryAfterSeconds == 0
            ? List.<ControlPlane.Header>of()
            : List.of(new ControlPlane.Header("Retry-After", Integer.toString(retryAfterSeconds)));
    return new ControlPlane.Answer(status, "application/json", body(reason), headers);
  }

  /** The reason as JSON-RPC without an id, which clients of the gateway read and others can. */
  private static byte[] body(String reason) {
    var text = reason.replace("\\", "\\\\").replace("\"", "\\\"");
    var json =
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\""
            + text
            + "\"}}";
    return json.getBytes(StandardCharsets.UTF_8);
  }

  /** Takes and drops what the client still sends, for a while. */
  private final class Linger extends Sweep.Swept {
    private long since;
    private long dropped;

    void begin() {
      since = connection.loop().sweep.now();
      connection.loop().sweep.join(this);
      request.handler(piece -> {
        dropped += piece.length();
        if (dropped > MOST_DISCARDED) {
          close();
        }
      });
      request.endHandler(_ -> close());
      request.exceptionHandler(_ -> close());
    }

    private void close() {
      connection.loop().sweep.leave(this);
      if (request.version() == HttpVersion.HTTP_2) {
        request.response().reset(0);
      } else {
        connection.hearNoMore();
        request.connection().close();
      }
    }

    @Override
    void look(long now) {
      if (now - since > LONGEST_LINGER) {
        close();
      }
    }
  }
}
