package dev.gatehouse.protocol;

import dev.gatehouse.protocol.Malformed.Kind;
import dev.gatehouse.protocol.StrictJson.Bounds;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code server/discover}: how a modern server is asked what it is, and what it says.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/server/discover">discover</a>
 */
public final class Discovery {
  /** The method that is asked. */
  public static final String METHOD = "server/discover";

  private Discovery() {}

  /**
   * What a modern server says of itself.
   *
   * @param supportedVersions texts as the server wrote them, at least one
   * @param capabilitiesJson its capabilities, an object
   * @param serverName the name it gives itself, empty for none
   * @param serverVersion the version it gives itself, empty for none
   * @param instructions for models, null for none; untrusted
   * @param ttlMs how long the answer holds, in milliseconds
   * @param cacheScope {@code public} or {@code private}, null when the server is silent
   */
  public record Answer(
      List<String> supportedVersions,
      String capabilitiesJson,
      String serverName,
      String serverVersion,
      @Nullable String instructions,
      OptionalLong ttlMs,
      @Nullable String cacheScope) {
    public Answer {
      supportedVersions = List.copyOf(supportedVersions);
    }
  }

  /** The request; headers must carry the same version and {@link #METHOD}. */
  public static byte[] request(
      String idText,
      ProtocolVersion version,
      String capabilitiesJson,
      String clientName,
      String clientVersion) {
    var meta = ModernMeta.json(version, capabilitiesJson, clientName, clientVersion);
    return JsonRpc.request(idText, METHOD, "{\"_meta\":" + meta + "}");
  }

  /** The answer that this program gives: kept by nobody but the one who asked. */
  public static byte[] result(
      String idText,
      List<ProtocolVersion> versions,
      String capabilitiesJson,
      String serverName,
      String serverVersion,
      @Nullable String instructions,
      long ttlMs) {
    var texts =
        versions.stream()
            .map(version -> JsonRpc.quote(version.text()))
            .collect(Collectors.joining(",", "[", "]"));
    var said = instructions == null ? "" : ",\"instructions\":" + JsonRpc.quote(instructions);
    return JsonRpc.result(
        idText,
        "{\"resultType\":\"complete\",\"supportedVersions\":"
            + texts
            + ",\"capabilities\":"
            + capabilitiesJson
            + said
            + ",\"ttlMs\":"
            + ttlMs
            + ",\"cacheScope\":\"private\",\"_meta\":{\""
            + ModernMeta.SERVER_INFO
            + "\":"
            + new PeerInfo(serverName, serverVersion).json()
            + "}}");
  }

  /**
   * Reads a server's answer.
   *
   * @throws Malformed when it is no result, or lacks versions or capabilities
   */
  public static Answer read(byte[] message, Bounds bounds) throws Malformed {
    var result = Results.read(message, bounds);
    var versions = result.strings("supportedVersions");
    var capabilities = result.span("capabilities");
    if (versions.isEmpty() || result.object("capabilities").isEmpty()) {
      throw new Malformed(
          Kind.INVALID_REQUEST,
          "a discover result needs supportedVersions and capabilities",
          0,
          null);
    }
    var info = PeerInfo.of(result.object("_meta").flatMap(m -> m.object(ModernMeta.SERVER_INFO)));
    return new Answer(
        versions,
        capabilities.text(message),
        info.name(),
        info.version(),
        result.string("instructions"),
        result.count("ttlMs"),
        result.string("cacheScope"));
  }
}
