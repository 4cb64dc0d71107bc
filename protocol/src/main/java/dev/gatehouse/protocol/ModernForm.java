package dev.gatehouse.protocol;

import dev.gatehouse.protocol.StrictJson.Bounds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Requests of the legacy era in the form of the modern one: what a session knows of its client is
 * said again in each of them. All bytes that need not change stay.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic#request-metadata">metadata</a>
 */
public final class ModernForm {
  private static final String VERSION = ProtocolVersion.V2026_07_28.text();

  private ModernForm() {}

  /**
   * What a client said of itself when its session began.
   *
   * @param capabilitiesJson an object, without what does not exist in the modern era
   * @param infoJson its {@code clientInfo}, null for none
   */
  public record Client(String capabilitiesJson, @Nullable String infoJson) {
    /**
     * Reads it from a checked {@code initialize}.
     *
     * @param version the one agreed on: before 2025-11-25 nobody could be sent to a URL
     */
    public static Client of(Envelope initialize, ProtocolVersion version) {
      var bytes = initialize.bytes();
      var params = JsonObject.at(bytes, initialize.params());
      var capabilities =
          params
              .flatMap(object -> object.object("capabilities"))
              .map(object -> capabilities(bytes, object, version))
              .orElse("{}");
      var info = params.map(object -> object.span("clientInfo")).orElse(Span.NONE);
      var isObject = info.isPresent() && bytes[info.from()] == '{';
      return new Client(capabilities, isObject ? info.text(bytes) : null);
    }

    private static String capabilities(byte[] bytes, JsonObject declared, ProtocolVersion version) {
      var kept = new LinkedHashMap<String, String>();
      for (var field : declared.fields().entrySet()) {
        var name = field.getKey();
        var value = field.getValue();
        switch (name) {
          case "tasks" -> {
            // Another thing than the modern extension: never mapped.
          }
          case "roots" -> kept.put(name, bytes[value.from()] == '{' ? "{}" : value.text(bytes));
          case "elicitation" ->
              kept.put(name, version == ProtocolVersion.V2025_11_25 ? value.text(bytes) : "{}");
          case "extensions" -> kept.put(name, Extensions.knownToBothEras(bytes, value));
          default -> kept.put(name, value.text(bytes));
        }
      }
      return object(kept);
    }
  }

  /**
   * The {@code _meta} of a request that this client makes, braces included.
   *
   * @param logLevel the least level of log messages that it wants, null for none at all
   */
  public static String meta(Client client, @Nullable String logLevel) {
    return object(fields(client, logLevel));
  }

  private static Map<String, String> fields(Client client, @Nullable String logLevel) {
    var fields = new LinkedHashMap<String, String>();
    fields.put(ModernMeta.PROTOCOL_VERSION, JsonRpc.quote(VERSION));
    fields.put(ModernMeta.CLIENT_CAPABILITIES, client.capabilitiesJson);
    if (client.infoJson != null) {
      fields.put(ModernMeta.CLIENT_INFO, client.infoJson);
    }
    if (logLevel != null) {
      fields.put(ModernMeta.LOG_LEVEL, JsonRpc.quote(logLevel));
    }
    return fields;
  }

  private static String object(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> JsonRpc.quote(field.getKey()) + ":" + field.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  /**
   * The request in its modern form. What the client put into {@code _meta} stays, but for the keys
   * that say who it is; a state or answers to questions are not a legacy client's to send, and are
   * taken out.
   */
  public static byte[] request(Envelope legacy, Client client, @Nullable String logLevel) {
    var bytes = legacy.bytes();
    var edits = new Splice(bytes);
    var said = fields(client, logLevel);
    var params = JsonObject.at(bytes, legacy.params());
    if (params.isEmpty()) {
      var alone = "{\"_meta\":" + object(said) + "}";
      return legacy.params().isPresent()
          ? edits.replace(legacy.params(), alone).apply()
          : edits.addField(JsonObject.whole(bytes), "params", alone).apply();
    }
    for (var name : List.of("inputResponses", "requestState")) {
      if (params.get().span(name).isPresent()) {
        edits.removeField(params.get().span(name));
      }
    }
    var meta = params.get().span("_meta");
    var own = JsonObject.at(bytes, meta);
    if (own.isPresent()) {
      for (var name :
          List.of(
              ModernMeta.PROTOCOL_VERSION,
              ModernMeta.CLIENT_CAPABILITIES,
              ModernMeta.CLIENT_INFO,
              ModernMeta.LOG_LEVEL)) {
        if (own.get().span(name).isPresent()) {
          edits.removeField(own.get().span(name));
        }
      }
      said.forEach((name, json) -> edits.addField(meta, name, json));
    } else if (meta.isPresent()) {
      edits.replace(meta, object(said));
    } else {
      edits.addField(legacy.params(), "_meta", object(said));
    }
    return edits.apply();
  }

  /**
   * The request once more, with what the server asked for.
   *
   * @param modern the request as it was sent first
   * @param idText JSON text of the new id
   * @param inputResponsesJson the answers by their keys, an object; null when nothing was asked
   * @param requestState the server's own state, byte for byte; null when it gave none
   * @see <a
   *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/utilities/mrtr">input
   *     required</a>
   */
  public static byte[] retry(
      byte[] modern,
      String idText,
      @Nullable String inputResponsesJson,
      byte @Nullable [] requestState) {
    var request = scanned(modern);
    var edits = new Splice(modern).replace(request.id(), idText);
    if (inputResponsesJson != null) {
      edits.addField(request.params(), "inputResponses", inputResponsesJson);
    }
    if (requestState != null) {
      edits.addField(request.params(), "requestState", requestState);
    }
    return edits.apply();
  }

  /** The headers of a request in its modern form, {@code Mcp-Param-*} given. */
  public static McpHeaders headers(byte[] modern, List<McpHeaders.Param> params) {
    var request = scanned(modern);
    var name = ModernRequest.mirroredName(request);
    return new McpHeaders(
        VERSION,
        request.method(),
        name == null ? null : HeaderValues.encode(name),
        null,
        null,
        params);
  }

  private static Envelope scanned(byte[] modern) {
    try {
      return Envelope.scan(modern, new Bounds(1_000, Integer.MAX_VALUE, 1_000, 65_536));
    } catch (Malformed e) {
      throw new IllegalStateException("an edit broke a request", e);
    }
  }
}
