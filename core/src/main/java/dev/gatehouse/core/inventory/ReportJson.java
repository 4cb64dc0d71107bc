package dev.gatehouse.core.inventory;

import dev.gatehouse.core.inventory.Found.State;
import dev.gatehouse.core.inventory.Found.Transport;
import dev.gatehouse.core.inventory.Identity.Kind;
import dev.gatehouse.core.inventory.Report.Unread;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A report as JSON: as it is sent, kept and shown. Members are named so that none of them can be
 * taken for a command to run.
 */
public final class ReportJson {
  /** The largest report. */
  public static final int MOST_BYTES = 1 << 20;

  private static final StrictJson.Bounds BOUNDS = new StrictJson.Bounds(8, 4_096, 20, 64);
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private ReportJson() {}

  /** The report as an object. */
  public static ObjectNode write(Report report) {
    var json =
        MAPPER
            .createObjectNode()
            .put("device", report.device())
            .put("program", report.program())
            .put("files", report.files());
    var servers = json.putArray("servers");
    report.servers().forEach(found -> servers.add(write(found)));
    var unread = json.putArray("unread");
    for (var one : report.unread()) {
      unread.addObject().put("client", one.client()).put("file", one.file()).put("why", one.why());
    }
    return json;
  }

  /** One server that was found. */
  public static ObjectNode write(Found found) {
    var json =
        MAPPER
            .createObjectNode()
            .put("client", found.client())
            .put("file", found.file())
            .put("name", found.name())
            .put("kind", found.identity().kind().word())
            .put("identifier", found.identity().identifier());
    putUnlessEmpty(json, "version", found.identity().version());
    putUnlessEmpty(json, "project", found.project());
    json.put("transport", found.transport().word());
    putUnlessEmpty(json, "through", found.through());
    json.put("enabled", found.state() == State.ENABLED);
    var names = json.putArray("names");
    found.names().forEach(names::add);
    var secrets = json.putArray("secrets");
    for (var secret : found.secrets()) {
      var one = secrets.addObject().put("where", secret.where()).put("what", secret.what());
      putUnlessEmpty(one, "mark", secret.mark());
    }
    return json;
  }

  private static void putUnlessEmpty(ObjectNode json, String member, String text) {
    if (!text.isEmpty()) {
      json.put(member, text);
    }
  }

  /** What came of one server. */
  public static ObjectNode write(Judge.Verdict verdict) {
    var json = MAPPER.createObjectNode();
    putUnlessEmpty(json, "catalogueName", verdict.name());
    json.put("governed", verdict.isGoverned());
    var findings = json.putArray("findings");
    for (var finding : verdict.findings()) {
      findings
          .addObject()
          .put("kind", finding.kind().word())
          .put("severity", finding.kind().severity().word())
          .put("detail", finding.detail());
    }
    return json;
  }

  /**
   * Reads what a gateway said of one server; findings of kinds that are newer than this program are
   * left out.
   */
  public static Judge.Verdict verdict(JsonNode json) {
    var findings = new ArrayList<Finding>();
    for (var one : json.path("findings").values()) {
      Finding.Kind.of(text(one, "kind"))
          .ifPresent(kind -> findings.add(new Finding(kind, text(one, "detail"))));
    }
    return new Judge.Verdict(
        Texts.bounded(text(json, "catalogueName"), Identity.LONGEST),
        json.path("governed").asBoolean(false),
        findings);
  }

  /**
   * Reads a report of a stranger.
   *
   * @throws IllegalArgumentException when it is too large, no strict JSON, or no report; the
   *     message quotes nothing of it
   */
  public static Report read(byte[] bytes) {
    if (bytes.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "a report has at most " + MOST_BYTES + " bytes; scan fewer directories at once");
    }
    JsonNode json;
    try {
      StrictJson.check(bytes, BOUNDS);
      json = MAPPER.readTree(bytes);
    } catch (Malformed | JacksonException _) {
      throw new IllegalArgumentException("the report is not strict JSON within its bounds");
    }
    var servers = new ArrayList<Found>();
    json.path("servers").values().forEach(one -> servers.add(found(one)));
    var unread = new ArrayList<Unread>();
    json.path("unread")
        .values()
        .forEach(one ->
            unread.add(new Unread(text(one, "client"), text(one, "file"), text(one, "why"))));
    return new Report(
        text(json, "device"), text(json, "program"), json.path("files").asInt(0), servers, unread);
  }

  private static Found found(JsonNode json) {
    return new Found(
        text(json, "client"),
        text(json, "file"),
        text(json, "project"),
        text(json, "name"),
        new Identity(
            constant(Kind.class, text(json, "kind")),
            text(json, "identifier"),
            text(json, "version")),
        constant(Transport.class, text(json, "transport")),
        text(json, "through"),
        json.path("enabled").asBoolean(true) ? State.ENABLED : State.DISABLED,
        names(json),
        secrets(json));
  }

  private static List<String> names(JsonNode json) {
    return json.path("names").values().stream().map(name -> name.asString("")).toList();
  }

  private static List<PlainSecret> secrets(JsonNode json) {
    return json.path("secrets").values().stream()
        .map(one -> new PlainSecret(text(one, "where"), text(one, "what"), text(one, "mark")))
        .toList();
  }

  private static String text(JsonNode json, String member) {
    return json.path(member).asString("");
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String word) {
    try {
      return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the report has an unknown "
              + type.getSimpleName().toLowerCase(Locale.ROOT)
              + "; the gateway may be older than the program that looked",
          e);
    }
  }
}
