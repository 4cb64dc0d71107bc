package dev.gatehouse.protocol;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Requests of the modern era as a server of the legacy era takes them. What the legacy era does not
 * know is taken out; all other bytes stay.
 */
public final class ToLegacy {
  private static final String TASKS = "io.modelcontextprotocol/tasks";
  private static final List<String> MODERN_KEYS =
      List.of(
          ModernMeta.PROTOCOL_VERSION,
          ModernMeta.CLIENT_CAPABILITIES,
          ModernMeta.CLIENT_INFO,
          ModernMeta.LOG_LEVEL);

  private ToLegacy() {}

  /**
   * Who asks, as a modern request says: capabilities and client info, raw. Requests with equal
   * texts can be made in one session of the legacy era.
   */
  public static String peer(Envelope request) {
    var bytes = request.bytes();
    var info =
        JsonObject.at(bytes, request.meta())
            .map(meta -> meta.span(ModernMeta.CLIENT_INFO))
            .orElse(Span.NONE);
    return request.metaClientCapabilities().text(bytes) + "\n" + info.text(bytes);
  }

  /**
   * The {@code initialize} of a session in which requests like this one can be made: revision
   * 2025-11-25, the capabilities of the request without tasks, and its client info.
   *
   * @param nameIfNone what the client is called when it does not say, with the version after it
   */
  public static byte[] initialize(
      String idText, Envelope request, String nameIfNone, String versionIfNone) {
    var bytes = request.bytes();
    var info =
        JsonObject.at(bytes, request.meta()).flatMap(meta -> meta.object(ModernMeta.CLIENT_INFO));
    var named =
        info.filter(it -> it.string("name") != null && it.string("version") != null).isPresent();
    var infoJson =
        named
            ? JsonObject.at(bytes, request.meta())
                .map(meta -> meta.span(ModernMeta.CLIENT_INFO).text(bytes))
                .orElseThrow()
            : new PeerInfo(nameIfNone, versionIfNone).json();
    return JsonRpc.request(
        idText,
        "initialize",
        "{\"protocolVersion\":"
            + JsonRpc.quote(ProtocolVersion.V2025_11_25.text())
            + ",\"capabilities\":"
            + new String(
                withoutTasks(request.metaClientCapabilities().copy(bytes)), StandardCharsets.UTF_8)
            + ",\"clientInfo\":"
            + infoJson
            + "}");
  }

  /** A capabilities object without tasks, in either era's way to declare them. */
  static byte[] withoutTasks(byte[] capabilities) {
    var declared = JsonObject.at(capabilities, JsonObject.whole(capabilities));
    if (declared.isEmpty()) {
      return "{}".getBytes(StandardCharsets.UTF_8);
    }
    var edits = new Splice(capabilities);
    remove(edits, declared.get(), "tasks");
    declared.get().object("extensions").ifPresent(extensions -> remove(edits, extensions, TASKS));
    return edits.apply();
  }

  /**
   * The request in a session.
   *
   * @param idText its id there, which is also its progress token when it asks for progress
   */
  public static byte[] request(Envelope request, String idText) {
    var bytes = request.bytes();
    var edits = new Splice(bytes).replace(request.id(), idText);
    JsonObject.at(bytes, request.params())
        .ifPresent(params -> {
          remove(edits, params, "requestState");
          remove(edits, params, "inputResponses");
          remove(edits, params, "task");
        });
    JsonObject.at(bytes, request.meta()).ifPresent(meta -> meta(edits, request, meta, idText));
    return edits.apply();
  }

  private static void meta(Splice edits, Envelope request, JsonObject meta, String idText) {
    if (MODERN_KEYS.containsAll(meta.fields().keySet())) {
      edits.removeField(request.meta());
      return;
    }
    MODERN_KEYS.forEach(key -> remove(edits, meta, key));
    if (request.progressToken().isPresent()) {
      edits.replace(request.progressToken(), idText);
    }
  }

  /** The answers that a retried request brings, by their keys; only objects count. */
  public static Map<String, byte[]> inputResponses(Envelope request) {
    var bytes = request.bytes();
    var responses = new LinkedHashMap<String, byte[]>();
    JsonObject.at(bytes, request.inputResponses())
        .ifPresent(given ->
            given
                .fields()
                .forEach((key, span) -> {
                  if (bytes[span.from()] == '{') {
                    responses.put(key, span.copy(bytes));
                  }
                }));
    return responses;
  }

  /** The log level that a modern request asks for. */
  public static Optional<String> logLevel(Envelope request) {
    return JsonObject.at(request.bytes(), request.meta())
        .map(meta -> meta.string(ModernMeta.LOG_LEVEL));
  }

  private static void remove(Splice edits, JsonObject object, String field) {
    var span = object.span(field);
    if (span.isPresent()) {
      edits.removeField(span);
    }
  }
}
