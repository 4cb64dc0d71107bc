package dev.gatehouse.transport;

import dev.gatehouse.core.gateway.Arrival;
import dev.gatehouse.core.gateway.McpHandler;
import dev.gatehouse.core.gateway.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Serves clients of HTTP+SSE, the transport of revision 2024-11-05, in front of the same gateway: a
 * GET opens a stream that names the address for this client's messages, a POST there is one more
 * request like any other, and what is answered goes to the stream. The gateway decides as always;
 * each POST is authenticated anew, and its session belongs to one caller. Thread-safe.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2024-11-05/basic/transports#http-with-sse">HTTP+SSE</a>
 */
final class SseDoor {
  /** The most streams of all clients, of one credential, and of one peer address. */
  private static final int MOST = 2_000;

  private static final int MOST_OF_CREDENTIAL = 32;
  private static final int MOST_OF_PEER = 256;
  private static final int ID_BYTES = 20;
  private static final String PARAMETER = "session=";

  private final ConcurrentHashMap<String, SseConversation> open = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final McpHandler gateway;

  SseDoor(McpHandler gateway) {
    this.gateway = gateway;
  }

  /**
   * Opens a stream, when the gateway knows the credential: it is asked by the same GET on its own
   * route, which it answers with 405 to whoever may call and has no session.
   *
   * @param path of the request, which messages are posted to as well
   */
  void get(Arrival arrival, String path, ClientReply reply) {
    gateway.handle(
        arrival,
        new Whole((head, body) -> {
          if (head.status() == 405) {
            open(arrival, path, reply);
          } else {
            reply.whole(head, body);
          }
        }));
  }

  private void open(Arrival arrival, String path, ClientReply reply) {
    var whose = digest(arrival.authorization());
    if (isFull(whose, arrival.connection())) {
      reply.whole(new Reply.Head(429, null, null, 30), Bytes.NONE);
      return;
    }
    var bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    var id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    var conversation = new SseConversation(gateway, arrival, whose, reply.loop);
    open.put(id, conversation);
    conversation.begin(reply, path + "?" + PARAMETER + id, () -> open.remove(id, conversation));
  }

  private boolean isFull(String whose, String peer) {
    var ofCredential = 0;
    var ofPeer = 0;
    for (var conversation : open.values()) {
      ofCredential += conversation.isOf(whose) ? 1 : 0;
      ofPeer += conversation.isFrom(peer) ? 1 : 0;
    }
    return open.size() >= MOST || ofCredential >= MOST_OF_CREDENTIAL || ofPeer >= MOST_OF_PEER;
  }

  /**
   * Takes one message.
   *
   * @param query of the request, null for none
   */
  void post(Arrival arrival, @Nullable String query, ClientReply reply) {
    var conversation =
        query != null && query.startsWith(PARAMETER)
            ? open.get(query.substring(PARAMETER.length()))
            : null;
    if (conversation == null || !conversation.isOn(arrival.endpoint())) {
      reply.whole(Reply.Head.of(404), Bytes.NONE);
    } else {
      conversation.post(arrival, digest(arrival.authorization()), reply);
    }
  }

  private static String digest(@Nullable String authorization) {
    try {
      var text = authorization == null ? "" : authorization;
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Hears one whole answer. */
  interface WholeAnswer {
    void take(Reply.Head head, byte[] body);
  }

  /** A way back on which no stream is expected: one that begins is an answer without a message. */
  record Whole(WholeAnswer answer) implements Reply {
    @Override
    public void whole(Head head, byte[] body) {
      answer.take(head, body);
    }

    @Override
    public EventStream stream(Head head) {
      answer.take(head, Bytes.NONE);
      return Nowhere.STREAM;
    }

    @Override
    public void onGone(Runnable action) {}
  }

  /** Where events are dropped. */
  enum Nowhere implements Reply.EventStream {
    STREAM;

    @Override
    public void event(byte[] message, @Nullable String eventId) {}

    @Override
    public boolean isFull() {
      return false;
    }

    @Override
    public void onDrained(Runnable action) {}

    @Override
    public void end() {}
  }
}
