package dev.gatehouse.protocol;

import dev.gatehouse.protocol.Malformed.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What modern servers say, in the form of the legacy era: without what only a modern client knows,
 * and all other bytes as they came.
 */
public final class LegacyForm {
  private static final List<String> MODERN_ONLY = List.of("resultType", "ttlMs", "cacheScope");

  private LegacyForm() {}

  /**
   * A complete result.
   *
   * @param idText JSON text of the id by which the client knows its request
   * @param method the request's
   * @param wrapsOutput whether the tool that was called is listed with a schema that {@link
   *     LegacyTool} has wrapped
   * @param mayDrop whether tools whose {@code x-mcp-header} breaks the rules leave a list, as they
   *     must over HTTP
   * @throws Malformed when the result is no object
   */
  public static byte[] result(
      Envelope answer, String idText, String method, boolean wrapsOutput, boolean mayDrop)
      throws Malformed {
    var bytes = answer.bytes();
    var result =
        JsonObject.at(bytes, answer.result())
            .orElseThrow(() ->
                new Malformed(
                    Kind.INVALID_REQUEST,
                    "a result with an object in it was expected",
                    answer.result().from(),
                    answer.idText()));
    var edits = new Splice(bytes).replace(answer.id(), idText);
    for (var name : MODERN_ONLY) {
      if (result.span(name).isPresent()) {
        edits.removeField(result.span(name));
      }
    }
    if (method.equals("tools/call")) {
      structured(bytes, answer.result(), result, edits, wrapsOutput);
    } else if (method.equals("tools/list") && result.items("tools").isPresent()) {
      edits.replace(result.span("tools"), tools(bytes, result.items("tools").get(), mayDrop));
    }
    return edits.apply();
  }

  /** Structured content is an object in the legacy era, and never the only content. */
  private static void structured(
      byte[] bytes, Span whole, JsonObject result, Splice edits, boolean wrapsOutput) {
    var content = result.span("structuredContent");
    if (!content.isPresent() || (!wrapsOutput && bytes[content.from()] == '{')) {
      return;
    }
    var json = content.text(bytes);
    edits.replace(content, "{\"" + LegacyTool.WRAPPED + "\":" + json + "}");
    var blocks = result.items("content");
    if (blocks.isEmpty() || blocks.get().isEmpty()) {
      var block = "[{\"type\":\"text\",\"text\":" + JsonRpc.quote(json) + "}]";
      if (result.span("content").isPresent()) {
        edits.replace(result.span("content"), block);
      } else {
        edits.addField(whole, "content", block);
      }
    }
  }

  private static byte[] tools(byte[] bytes, List<Span> items, boolean mayDrop) {
    var out = new ByteArrayOutputStream();
    out.write('[');
    for (var item : items) {
      var tool = LegacyTool.of(item.copy(bytes));
      if (!mayDrop || tool.headers().isValid()) {
        if (out.size() > 1) {
          out.write(',');
        }
        out.writeBytes(tool.json());
      }
    }
    out.write(']');
    return out.toByteArray();
  }

  /**
   * An error. A resource that is not there has a code of its own in the legacy era.
   *
   * @param idText JSON text of the id by which the client knows its request
   * @param method the request's
   */
  public static byte[] error(Envelope answer, String idText, String method) {
    var bytes = answer.bytes();
    var whole = JsonObject.whole(bytes);
    var edits = new Splice(bytes);
    var id = JsonObject.at(bytes, whole).map(object -> object.span("id")).orElse(Span.NONE);
    if (id.isPresent()) {
      edits.replace(id, idText);
    } else {
      edits.addField(whole, "id", idText);
    }
    if (method.equals("resources/read") && answer.errorCode() == JsonRpc.INVALID_PARAMS) {
      JsonObject.at(bytes, answer.error())
          .ifPresent(error ->
              edits.replace(error.span("code"), Integer.toString(JsonRpc.RESOURCE_NOT_FOUND)));
    }
    return edits.apply();
  }

  /** A notification, without the name of the subscription that it came by. */
  public static byte[] notification(Envelope notification) {
    var subscription = notification.metaSubscriptionId();
    return subscription.isPresent()
        ? new Splice(notification.bytes()).removeField(subscription).apply()
        : notification.bytes();
  }

  /**
   * The answer to {@code initialize} of a server that answered {@code server/discover}. Says of
   * itself what the server does, but for tasks and for extensions that the legacy era has not.
   *
   * @param discovered a checked discover result
   * @param name what it is called when it does not say so itself
   * @throws Malformed when the result is none, or does not list revision 2026-07-28
   */
  public static byte[] hello(
      Envelope discovered, String idText, ProtocolVersion version, String name) throws Malformed {
    var bytes = discovered.bytes();
    var result = JsonObject.at(bytes, discovered.result());
    var capabilities = result.flatMap(object -> object.object("capabilities"));
    if (result.isEmpty()
        || capabilities.isEmpty()
        || !result
            .get()
            .strings("supportedVersions")
            .contains(ProtocolVersion.V2026_07_28.text())) {
      throw new Malformed(
          Kind.INVALID_REQUEST,
          "a discover result needs capabilities and supportedVersions with 2026-07-28",
          0,
          null);
    }
    var info =
        result
            .get()
            .object("_meta")
            .map(meta -> meta.span(ModernMeta.SERVER_INFO))
            .filter(span -> span.isPresent() && bytes[span.from()] == '{')
            .map(span -> span.text(bytes))
            .orElseGet(() -> new PeerInfo(name, "unknown").json());
    var instructions = result.get().string("instructions");
    return JsonRpc.result(
        idText,
        "{\"protocolVersion\":\""
            + version.text()
            + "\",\"capabilities\":"
            + announced(bytes, capabilities.get())
            + ",\"serverInfo\":"
            + info
            + (instructions == null ? "" : ",\"instructions\":" + JsonRpc.quote(instructions))
            + "}");
  }

  private static String announced(byte[] bytes, JsonObject capabilities) {
    return capabilities.fields().entrySet().stream()
        .filter(field -> !field.getKey().equals("tasks"))
        .map(field ->
            JsonRpc.quote(field.getKey())
                + ":"
                + (field.getKey().equals("extensions")
                    ? Extensions.knownToBothEras(bytes, field.getValue())
                    : field.getValue().text(bytes)))
        .collect(Collectors.joining(",", "{", "}"));
  }

  /**
   * A question as a request of the legacy era.
   *
   * @param idText JSON text of its id
   * @param params the parameters, byte for byte; null for none
   * @param version the session's: before 2025-11-25 a form was the only mode and had no name
   * @param elicitationId what a question that sends somebody to a URL is called, null for others
   * @throws Malformed when the parameters are no object
   */
  public static byte[] question(
      String idText,
      String method,
      byte @Nullable [] params,
      ProtocolVersion version,
      @Nullable String elicitationId)
      throws Malformed {
    if (params == null) {
      return JsonRpc.request(idText, method, null);
    }
    var whole = JsonObject.whole(params);
    var object = JsonObject.at(params, whole);
    if (object.isEmpty()) {
      throw new Malformed(Kind.INVALID_REQUEST, "params of a question are an object", 0, null);
    }
    var edits = new Splice(params);
    var mode = object.get().span("mode");
    if (mode.isPresent()
        && method.equals("elicitation/create")
        && version != ProtocolVersion.V2025_11_25) {
      edits.removeField(mode);
    }
    var known = object.get().span("elicitationId");
    if (elicitationId != null && known.isPresent()) {
      edits.replace(known, JsonRpc.quote(elicitationId));
    } else if (elicitationId != null) {
      edits.addField(whole, "elicitationId", JsonRpc.quote(elicitationId));
    }
    return JsonRpc.request(idText, method, new String(edits.apply(), StandardCharsets.UTF_8));
  }
}
