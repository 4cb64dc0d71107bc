package dev.gatehouse.cli.inventory;

import dev.gatehouse.core.inventory.Finding;
import dev.gatehouse.core.inventory.Judge;
import dev.gatehouse.core.inventory.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What came of a scan. Immutable.
 *
 * @param report what was found
 * @param verdicts what is to be said of each of its servers, in their order
 * @param gateway against whose catalogue they were held; empty when against none
 */
public record Outcome(Report report, List<Judge.Verdict> verdicts, Optional<String> gateway) {
  /** One line of what is to be said. */
  public record Line(
      Finding.Kind kind,
      String detail,
      String server,
      String client,
      String file,
      String project) {}

  /**
   * @throws IllegalArgumentException when there are not as many verdicts as servers
   */
  public Outcome {
    verdicts = List.copyOf(verdicts);
    if (verdicts.size() != report.servers().size()) {
      throw new IllegalArgumentException("each server has one verdict");
    }
  }

  /** The servers, those with the gravest findings first. */
  public List<Judged> servers() {
    var all = new ArrayList<Judged>();
    for (var i = 0; i < verdicts.size(); i++) {
      all.add(new Judged(report.servers().get(i), verdicts.get(i)));
    }
    all.sort(
        Comparator.comparing((Judged one) -> one.severity().map(Enum::ordinal).orElse(9))
            .thenComparing(one -> one.found().name()));
    return all;
  }

  /** All that is to be said, the gravest first. */
  public List<Line> lines() {
    var lines = new ArrayList<Line>();
    for (var one : servers()) {
      for (var finding : one.verdict().findings()) {
        lines.add(
            new Line(
                finding.kind(),
                finding.detail(),
                one.found().name(),
                one.found().client(),
                one.found().file(),
                one.found().project()));
      }
    }
    for (var unread : report.unread()) {
      lines.add(
          new Line(Finding.Kind.UNREADABLE, unread.why(), "", unread.client(), unread.file(), ""));
    }
    lines.sort(Comparator.comparing(Line::kind).thenComparing(Line::server));
    return lines;
  }

  /** How often each is said. */
  public Map<Finding.Kind, Integer> totals() {
    var totals = new EnumMap<Finding.Kind, Integer>(Finding.Kind.class);
    lines().forEach(line -> totals.merge(line.kind(), 1, Integer::sum));
    return totals;
  }

  /** How many servers are reached through the gateway. */
  public long governed() {
    return verdicts.stream().filter(Judge.Verdict::isGoverned).count();
  }

  /** How many clients have any. */
  public long clients() {
    return report.servers().stream().map(one -> one.client()).distinct().count();
  }

  /** Secrets that stand in more than one place: the places, by the mark of the secret. */
  public Map<String, List<String>> shared() {
    var places = new TreeMap<String, List<String>>();
    for (var found : report.servers()) {
      for (var secret : found.secrets()) {
        if (!secret.mark().isEmpty()) {
          places
              .computeIfAbsent(secret.mark(), _ -> new ArrayList<>())
              .add(found.name() + " of " + found.client() + " (" + secret.where() + ")");
        }
      }
    }
    places.values().removeIf(all -> all.size() < 2);
    return places;
  }
}
