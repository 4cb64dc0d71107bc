package dev.gatehouse.cli.stdio;

import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.HeaderValues;
import dev.gatehouse.protocol.ListPage;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.McpHeaders;
import dev.gatehouse.protocol.ModernRequest;
import dev.gatehouse.protocol.ParamHeaders;
import dev.gatehouse.protocol.StrictJson;
import dev.gatehouse.protocol.ToolDefinition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The headers that mirror a modern request, with those of arguments where the client has listed the
 * tool. Thread-safe.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/transports#standard-headers">headers</a>
 */
final class KnownTools {
  private static final int MOST = 10_000;

  private final Map<String, ParamHeaders> headers = new ConcurrentHashMap<>();

  /** Takes note of a list of tools on its way to the client; anything else is passed over. */
  void note(byte[] result) {
    try {
      for (var item : ListPage.read(result, "tools", StrictJson.Bounds.DEFAULT).items()) {
        note(item);
      }
    } catch (Malformed _) {
      // an error, or nothing that this client could use either
    }
  }

  private void note(ListPage.Item item) {
    try {
      var mirrored = ToolDefinition.read(item.json(), StrictJson.Bounds.DEFAULT).headers();
      if (mirrored.params().isEmpty()) {
        headers.remove(item.key());
      } else if (headers.size() < MOST || headers.containsKey(item.key())) {
        headers.put(item.key(), mirrored);
      }
    } catch (Malformed _) {
      headers.remove(item.key());
    }
  }

  /** The headers of a modern request or notification. */
  McpHeaders of(Envelope message) {
    if (message.shape() != Envelope.Shape.REQUEST) {
      return new McpHeaders(message.metaProtocolVersion(), null, null, null, null, List.of());
    }
    var name = ModernRequest.mirroredName(message);
    var known = "tools/call".equals(message.method()) && name != null ? headers.get(name) : null;
    return new McpHeaders(
        message.metaProtocolVersion(),
        message.method() == null ? null : HeaderValues.encode(message.method()),
        name == null ? null : HeaderValues.encode(name),
        null,
        null,
        known == null ? List.of() : known.headers(message.bytes(), message.arguments()));
  }
}
