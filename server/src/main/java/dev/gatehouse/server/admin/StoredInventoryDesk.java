package dev.gatehouse.server.admin;

import dev.gatehouse.core.inventory.Finding;
import dev.gatehouse.core.inventory.InventoryStore;
import dev.gatehouse.core.inventory.Judge;
import dev.gatehouse.core.inventory.Known;
import dev.gatehouse.core.inventory.Report;
import dev.gatehouse.core.inventory.ReportJson;
import dev.gatehouse.core.inventory.RunningServers;
import dev.gatehouse.core.inventory.RunningServers.Running;
import dev.gatehouse.core.inventory.StoredReport;
import dev.gatehouse.server.http.Declined;
import dev.gatehouse.server.http.Problem;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The desk over the reports that are kept, and over what is known when somebody asks. */
public final class StoredInventoryDesk implements InventoryDesk {
  private static final int MOST_SHOWN = 100;

  private final InventoryStore store;
  private final Supplier<Known> known;
  private final InstantSource clock;

  /**
   * @param known what is known now; may block
   */
  public StoredInventoryDesk(InventoryStore store, Supplier<Known> known, InstantSource clock) {
    this.store = store;
    this.known = known;
    this.clock = clock;
  }

  @Override
  public SaltView salt() {
    return new SaltView(Base64.getEncoder().encodeToString(store.salt()));
  }

  @Override
  public List<JsonNode> match(Report report) {
    var judge = judge();
    return report.servers().stream()
        .map(found -> (JsonNode) ReportJson.write(judge.of(found)))
        .toList();
  }

  @Override
  public Received keep(Report report, String by) {
    var now = clock.instant();
    var document = ReportJson.write(report).toString();
    if (!store.put(new StoredReport(report.device(), now, by, document))) {
      throw new Declined(
          Problem.conflict(
              "there is no room for another device",
              "forget devices that are gone: gatehouse inventory devices, then inventory forget"));
    }
    return new Received(report.device(), now, match(report));
  }

  @Override
  public List<RunningView> running() {
    var reports = store.all().stream().map(StoredInventoryDesk::read).toList();
    return RunningServers.of(reports, judge()).stream().map(StoredInventoryDesk::view).toList();
  }

  @Override
  public List<DeviceView> devices() {
    var judge = judge();
    return store.all().stream().map(stored -> view(stored, read(stored), judge)).toList();
  }

  @Override
  public Optional<JsonNode> device(String name) {
    var judge = judge();
    return store.all().stream()
        .filter(stored -> stored.device().equals(name))
        .findFirst()
        .map(stored -> whole(stored, judge));
  }

  @Override
  public boolean forget(String device) {
    return store.remove(device);
  }

  private Judge judge() {
    return new Judge(known.get());
  }

  private static Report read(StoredReport stored) {
    return ReportJson.read(stored.document().getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode whole(StoredReport stored, Judge judge) {
    var report = read(stored);
    var json = ReportJson.write(report);
    json.put("at", stored.at().toString()).put("by", stored.by());
    for (var i = 0; i < report.servers().size(); i++) {
      var verdict = ReportJson.write(judge.of(report.servers().get(i)));
      ((ObjectNode) json.path("servers").get(i)).setAll(verdict);
    }
    return json;
  }

  private static RunningView view(Running running) {
    return new RunningView(
        running.identity().name(),
        Optional.of(running.name()).filter(name -> !name.isEmpty()),
        running.isGoverned(),
        running.findings().keySet().stream()
            .map(Finding.Kind::severity)
            .sorted()
            .findFirst()
            .map(Finding.Severity::word),
        running.places(),
        running.devices().size(),
        first(running.devices()),
        running.clients(),
        first(running.versions()),
        words(running.findings()));
  }

  private static List<String> first(List<String> all) {
    return all.stream().limit(MOST_SHOWN).toList();
  }

  private static DeviceView view(StoredReport stored, Report report, Judge judge) {
    var counts = new EnumMap<Finding.Kind, Integer>(Finding.Kind.class);
    var governed = 0;
    for (var found : report.servers()) {
      var verdict = judge.of(found);
      governed += verdict.isGoverned() ? 1 : 0;
      verdict.findings().forEach(finding -> counts.merge(finding.kind(), 1, Integer::sum));
    }
    return new DeviceView(
        stored.device(),
        stored.at(),
        stored.by(),
        report.program(),
        report.files(),
        report.servers().size(),
        governed,
        report.unread().size(),
        words(counts));
  }

  private static Map<String, Integer> words(Map<Finding.Kind, Integer> counts) {
    var words = new LinkedHashMap<String, Integer>();
    counts.forEach((kind, count) -> words.put(kind.word(), count));
    return words;
  }
}
