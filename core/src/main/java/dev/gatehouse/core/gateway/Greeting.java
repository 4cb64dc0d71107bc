package dev.gatehouse.core.gateway;

import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.ProtocolVersion;

/** What the gateway says of itself where it stands for many servers. */
final class Greeting {
  private static final String CAPABILITIES =
      "\"tools\":{\"listChanged\":true},\"prompts\":{\"listChanged\":true},\"completions\":{}";
  private static final String SELF =
      "{\"name\":\"gatehouse\",\"title\":\"Gatehouse\",\"version\":\"0.1.0\"}";
  private static final String INSTRUCTIONS =
      JsonRpc.quote(
          "Tools of several servers stand side by side here, named server__tool. A result that"
              + " begins with \"Not done\" means that the gateway refused the call: the sentence"
              + " says what to do instead.");

  private Greeting() {}

  /** The result of {@code initialize}. */
  static String initialize(ProtocolVersion version) {
    return "{\"protocolVersion\":\""
        + version.text()
        + "\",\"capabilities\":{"
        + CAPABILITIES
        + ",\"resources\":{\"listChanged\":true,\"subscribe\":true},\"logging\":{}},\"serverInfo\":"
        + SELF
        + ",\"instructions\":"
        + INSTRUCTIONS
        + "}";
  }

  /** The result of {@code server/discover}. */
  static String discover() {
    return "{\"resultType\":\"complete\",\"supportedVersions\":[\""
        + ProtocolVersion.V2026_07_28.text()
        + "\"],\"capabilities\":{"
        + CAPABILITIES
        + ",\"resources\":{\"listChanged\":true}},\"instructions\":"
        + INSTRUCTIONS
        + ",\"ttlMs\":60000,\"cacheScope\":\"private\","
        + "\"_meta\":{\"io.modelcontextprotocol/serverInfo\":"
        + SELF
        + "}}";
  }
}
