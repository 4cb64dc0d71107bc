package dev.gatehouse.protocol;

/**
 * The keys of {@code _meta} that make a request modern.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic#request-metadata">metadata</a>
 */
public final class ModernMeta {
  public static final String PROTOCOL_VERSION = "io.modelcontextprotocol/protocolVersion";
  public static final String CLIENT_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
  public static final String CLIENT_INFO = "io.modelcontextprotocol/clientInfo";
  public static final String SERVER_INFO = "io.modelcontextprotocol/serverInfo";
  public static final String LOG_LEVEL = "io.modelcontextprotocol/logLevel";
  public static final String SUBSCRIPTION_ID = "io.modelcontextprotocol/subscriptionId";

  private ModernMeta() {}

  /** A {@code _meta} object, braces included, for a request of this program. */
  public static String json(
      ProtocolVersion version, String capabilitiesJson, String clientName, String clientVersion) {
    return "{\""
        + PROTOCOL_VERSION
        + "\":"
        + JsonRpc.quote(version.text())
        + ",\""
        + CLIENT_CAPABILITIES
        + "\":"
        + capabilitiesJson
        + ",\""
        + CLIENT_INFO
        + "\":"
        + new PeerInfo(clientName, clientVersion).json()
        + "}";
  }
}
