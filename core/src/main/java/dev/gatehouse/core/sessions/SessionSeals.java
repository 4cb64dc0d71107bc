package dev.gatehouse.core.sessions;

import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.sealing.Sealer;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Session ids that carry their session: the client's {@code initialize}, sealed for its caller and
 * route. Whoever holds the sealing key can take such a session up, after a restart and on another
 * node, and nobody can make, change or use one for somebody else. Thread-safe.
 *
 * <p>An {@code initialize} that does not fit into {@value #MOST_SEALED} bytes when deflated gets a
 * random id of 160 bits instead, and its session ends with the process.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#session-management">session
 *     management</a>
 */
public final class SessionSeals {
  private static final String PURPOSE = "session";
  private static final int RANDOM_BYTES = 20;
  private static final int MOST_SEALED = 1_500;
  private static final int MOST_INITIALIZE = 64 * 1_024;

  private final SecureRandom random = new SecureRandom();
  private final Sealer sealer;
  private final Duration longest;
  private final InstantSource clock;

  /**
   * @param longest how long after its beginning a session can be taken up again
   * @param clock moments, the same on all nodes
   */
  public SessionSeals(Sealer sealer, Duration longest, InstantSource clock) {
    this.sealer = sealer;
    this.longest = longest;
    this.clock = clock;
  }

  /** A new id: visible ASCII, different each time. */
  String id(Caller caller, Object endpoint, Envelope initialize) {
    var deflated = deflated(initialize.bytes());
    if (deflated.length > MOST_SEALED || initialize.bytes().length > MOST_INITIALIZE) {
      var id = new byte[RANDOM_BYTES];
      random.nextBytes(id);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }
    var content =
        ByteBuffer.allocate(Long.BYTES + deflated.length)
            .putLong(clock.instant().getEpochSecond())
            .put(deflated);
    return sealer.seal(PURPOSE, bond(caller, endpoint), content.array());
  }

  /**
   * The {@code initialize} that the id carries; empty when it was not made for this caller and
   * route, or too long ago.
   */
  Optional<Envelope> open(String id, Caller caller, Object endpoint) {
    return sealer.open(PURPOSE, bond(caller, endpoint), id).flatMap(this::initialize);
  }

  private Optional<Envelope> initialize(byte[] opened) {
    var content = ByteBuffer.wrap(opened);
    var begun = Instant.ofEpochSecond(content.getLong());
    if (clock.instant().isAfter(begun.plus(longest))) {
      return Optional.empty();
    }
    try {
      var json = inflated(opened, Long.BYTES);
      return Optional.of(Envelope.scan(json, StrictJson.Bounds.DEFAULT));
    } catch (DataFormatException | Malformed e) {
      throw new IllegalStateException("a session id holds what nobody sealed", e);
    }
  }

  private static String bond(Caller caller, Object endpoint) {
    var id = caller.id();
    return id.length() + ":" + id + " " + endpoint;
  }

  private static byte[] deflated(byte[] bytes) {
    var deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      var out = new ByteArrayOutputStream(bytes.length);
      var part = new byte[1_024];
      while (!deflater.finished()) {
        out.write(part, 0, deflater.deflate(part));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  /** Only what was sealed here comes this far, and that was bounded. */
  private static byte[] inflated(byte[] bytes, int from) throws DataFormatException {
    var inflater = new Inflater(true);
    try {
      inflater.setInput(bytes, from, bytes.length - from);
      var out = new ByteArrayOutputStream(2 * bytes.length);
      var part = new byte[1_024];
      while (!inflater.finished()) {
        var length = inflater.inflate(part);
        if (length == 0 && inflater.needsInput()) {
          throw new DataFormatException("it ends early");
        }
        out.write(part, 0, length);
      }
      return out.toByteArray();
    } finally {
      inflater.end();
    }
  }
}
