package dev.gatehouse.core.inventory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What runs where: the reports of all devices, added up by what was found. */
public final class RunningServers {
  private RunningServers() {}

  /**
   * One server, on all devices.
   *
   * @param identity what it is, in any version
   * @param name what the catalogue calls it, empty when it does not know it
   * @param isGoverned whether calls to it go through the gateway
   * @param places how often it is written in a client's settings
   * @param devices by name
   * @param clients by name
   * @param versions as they are written
   * @param findings how often each was made
   */
  public record Running(
      Identity identity,
      String name,
      boolean isGoverned,
      int places,
      List<String> devices,
      List<String> clients,
      List<String> versions,
      Map<Finding.Kind, Integer> findings) {
    public Running {
      devices = List.copyOf(devices);
      clients = List.copyOf(clients);
      versions = List.copyOf(versions);
      findings = Collections.unmodifiableMap(new TreeMap<>(findings));
    }
  }

  /** All that run on these devices, by what they are. */
  public static List<Running> of(Collection<Report> reports, Judge judge) {
    var sums = new TreeMap<String, Sum>();
    for (var report : reports) {
      for (var found : report.servers()) {
        sums.computeIfAbsent(found.identity().name(), _ -> new Sum(found.identity().unversioned()))
            .add(report.device(), found, judge.of(found));
      }
    }
    return sums.values().stream().map(Sum::running).toList();
  }

  /** Collects one of them. */
  private static final class Sum {
    private final Identity identity;
    private final TreeSet<String> devices = new TreeSet<>();
    private final TreeSet<String> clients = new TreeSet<>();
    private final TreeSet<String> versions = new TreeSet<>();
    private final Map<Finding.Kind, Integer> findings = new TreeMap<>();
    private String name = "";
    private boolean isGoverned;
    private int places;

    Sum(Identity identity) {
      this.identity = identity;
    }

    void add(String device, Found found, Judge.Verdict verdict) {
      places++;
      devices.add(device);
      clients.add(found.client());
      var version = found.identity().version();
      if (!version.isEmpty() || found.identity().isFloating()) {
        versions.add(version.isEmpty() ? "any" : version);
      }
      name = verdict.name();
      isGoverned = verdict.isGoverned();
      for (var finding : verdict.findings()) {
        findings.merge(finding.kind(), 1, Integer::sum);
      }
    }

    Running running() {
      return new Running(
          identity,
          name,
          isGoverned,
          places,
          new ArrayList<>(devices),
          new ArrayList<>(clients),
          new ArrayList<>(versions),
          findings);
    }
  }
}
