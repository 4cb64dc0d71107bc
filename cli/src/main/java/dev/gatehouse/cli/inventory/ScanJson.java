package dev.gatehouse.cli.inventory;

import dev.gatehouse.core.inventory.ReportJson;
import tools.jackson.databind.node.ObjectNode;

/** What came of a scan, as one JSON object: the report, and in each server what is said of it. */
public final class ScanJson {
  private ScanJson() {}

  /** The object. */
  public static ObjectNode of(Outcome outcome) {
    var json = ReportJson.write(outcome.report());
    outcome.gateway().ifPresent(gateway -> json.put("matchedBy", gateway));
    var servers = json.putArray("servers");
    for (var one : outcome.servers()) {
      servers.add(ReportJson.write(one.found()).setAll(ReportJson.write(one.verdict())));
    }
    var totals = json.putObject("totals");
    outcome.totals().forEach((kind, count) -> totals.put(kind.word(), count.intValue()));
    return json;
  }
}
