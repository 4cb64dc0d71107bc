package dev.gatehouse.protocol;

import dev.gatehouse.protocol.Malformed.Kind;
import dev.gatehouse.protocol.StrictJson.Bounds;
import org.jspecify.annotations.Nullable;

/**
 * The opening of a legacy session, both sides of it.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2025-11-25/basic/lifecycle">lifecycle</a>
 */
public final class Handshake {
  private Handshake() {}

  /**
   * What a server answered to {@code initialize}.
   *
   * @param protocolVersion the version it chose, perhaps one unknown to this program
   * @param capabilitiesJson its capabilities, an object
   * @param serverName the name it gives itself, empty for none
   * @param serverVersion the version it gives itself, empty for none
   * @param instructions for models, null for none; untrusted
   */
  public record Answer(
      String protocolVersion,
      String capabilitiesJson,
      String serverName,
      String serverVersion,
      @Nullable String instructions) {}

  /** The request that opens a session. */
  public static byte[] initialize(
      String idText,
      ProtocolVersion version,
      String capabilitiesJson,
      String clientName,
      String clientVersion) {
    return JsonRpc.request(
        idText,
        "initialize",
        body(version, capabilitiesJson, "clientInfo", clientName, clientVersion) + "}");
  }

  /** The notification that ends the opening. */
  public static byte[] initialized() {
    return JsonRpc.notification("notifications/initialized", null);
  }

  /** The answer to {@code initialize}. */
  public static byte[] result(
      String idText,
      ProtocolVersion version,
      String capabilitiesJson,
      String serverName,
      String serverVersion,
      @Nullable String instructions) {
    var body = body(version, capabilitiesJson, "serverInfo", serverName, serverVersion);
    var rest =
        instructions == null ? "}" : ",\"instructions\":" + JsonRpc.quote(instructions) + "}";
    return JsonRpc.result(idText, body + rest);
  }

  /**
   * Reads a server's answer.
   *
   * @throws Malformed when it is no result, or lacks version or capabilities
   */
  public static Answer read(byte[] message, Bounds bounds) throws Malformed {
    var result = Results.read(message, bounds);
    var version = result.string("protocolVersion");
    var capabilities = result.span("capabilities");
    if (version == null || result.object("capabilities").isEmpty()) {
      throw new Malformed(
          Kind.INVALID_REQUEST,
          "an initialize result needs protocolVersion and capabilities",
          0,
          null);
    }
    var info = PeerInfo.of(result.object("serverInfo"));
    return new Answer(
        version,
        capabilities.text(message),
        info.name(),
        info.version(),
        result.string("instructions"));
  }

  private static String body(
      ProtocolVersion version,
      String capabilitiesJson,
      String infoField,
      String name,
      String number) {
    return "{\"protocolVersion\":"
        + JsonRpc.quote(version.text())
        + ",\"capabilities\":"
        + capabilitiesJson
        + ",\""
        + infoField
        + "\":"
        + new PeerInfo(name, number).json();
  }
}
