package dev.gatehouse.bench;

import dev.gatehouse.bench.Readings.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Puts the figures into words: tables for people, one JSON object for programs. */
final class Report {
  private final Machine machine;
  private final Options options;
  private final List<Figure> figures;
  private final List<Reading> readings;
  private final List<String> problems;

  Report(
      Machine machine,
      Options options,
      List<Figure> figures,
      List<Reading> readings,
      List<String> problems) {
    this.machine = machine;
    this.options = options;
    this.figures = List.copyOf(figures);
    this.readings = List.copyOf(readings);
    this.problems = List.copyOf(problems);
  }

  String tables() {
    var text = new StringBuilder();
    text.append(
        "%s  %s  %s  JDK %s  %d x %s%n"
            .formatted(
                "gatehouse bench",
                machine.time(),
                machine.system(),
                machine.java(),
                machine.processors(),
                machine.processor()));
    text.append(
        "load before: %.2f   rounds: %d of %d s   warm-up: %d s   median [min-max]%n"
            .formatted(machine.load(), options.rounds(), options.seconds(), options.warmUp()));
    for (var group : Lab.GROUPS) {
      var shown = figures.stream().filter(figure -> figure.group().equals(group)).toList();
      var read = readings.stream().filter(reading -> reading.group().equals(group)).toList();
      if (!shown.isEmpty() || !read.isEmpty()) {
        text.append(String.format("%n%s%n", title(group)));
      }
      if (!shown.isEmpty()) {
        text.append(heading(group));
        shown.forEach(figure -> text.append(row(figure)));
      }
      read.forEach(reading -> text.append(row(reading)));
    }
    text.append(System.lineSeparator());
    if (problems.isEmpty() && figures.isEmpty()) {
      text.append("nothing failed\n");
    } else if (problems.isEmpty()) {
      text.append("every call reached the upstream exactly once, none failed\n");
    } else {
      problems.forEach(problem -> text.append("WRONG  ").append(problem).append('\n'));
    }
    return text.toString();
  }

  private static String heading(String group) {
    return String.format(
        "  %-22s %5s %9s %9s %9s %24s %8s %8s%n",
        "",
        "conns",
        "calls/s",
        "p50 us",
        "p99 us",
        "CPU us per call",
        group.equals(Bridges.GROUP) ? "x same" : "x nginx",
        "upstream");
  }

  private static String title(String group) {
    return switch (group) {
      case "calls" -> "tools/call, one server, JSON answers, records at level process";
      case "disk" -> "the same, records at level disk";
      case "events" -> "tools/call, one server, answers as event streams";
      case "legacy" -> "tools/call, one server, inside a session of the legacy era";
      case "joined" -> "tools/call on /mcp, by the number of servers behind it";
      case "open" -> "tools/call at " + Measuring.RATE + " calls/s, added time beside direct";
      case "lists" -> "tools/list on /mcp, first page, beside nginx with the same bytes in a file";
      case Bridges.GROUP ->
          "tools/call across the eras, client -> server, CPU beside a client of the server's own";
      case ManyLists.GROUP -> "tools/list on /mcp, all pages in turn, 100 servers of 50 tools";
      case IdleStreams.GROUP -> "subscriptions/listen on /mcp, streams that stand and are idle";
      case Neighbours.GROUP ->
          "tools/call at 500 calls/s to a good server, alone and beside a hostile one";
      default -> group;
    };
  }

  private String row(Figure figure) {
    var cpu = figure.over(Figure.Round::cpu);
    var isOpen = figure.rate() > 0;
    var time50 = figure.over(Figure.Round::p50).median();
    var time99 = figure.over(Figure.Round::p99).median();
    return String.format(
        Locale.ROOT,
        "  %-22s %5d %9.0f %9s %9s %24s %8s %8.3f%n",
        figure.target().name(),
        figure.connections(),
        figure.over(Figure.Round::perSecond).median(),
        isOpen ? added(figure, time50, Figure.Round::p50) : "%.0f".formatted(time50),
        isOpen ? added(figure, time99, Figure.Round::p99) : "%.0f".formatted(time99),
        figure.target().pid() == 0
            ? "-"
            : "%.1f [%.1f-%.1f]".formatted(cpu.median(), cpu.min(), cpu.max()),
        ratio(figure),
        figure.over(Figure.Round::upstream).median());
  }

  private static String row(Reading reading) {
    return String.format(
        Locale.ROOT,
        "  %-44s %24s %-5s %s%n",
        reading.what(),
        "%.1f [%.1f-%.1f]"
            .formatted(reading.values().median(), reading.values().min(), reading.values().max()),
        reading.unit(),
        reading.target().isEmpty() ? "" : "target: " + reading.target());
  }

  /** Beside the direct way, which itself is shown as it is. */
  private String added(Figure figure, double time, ToDoubleFunction<Figure.Round> what) {
    var direct =
        figures.stream().filter(other -> other.rate() > 0 && other.target().pid() == 0).findFirst();
    return direct.isEmpty() || direct.get() == figure
        ? "%.0f".formatted(time)
        : "%+.0f".formatted(time - direct.get().over(what).median());
  }

  private String ratio(Figure figure) {
    var own = figure.beside();
    var other = own == null ? nginxFor(figure) : own;
    return other == null || figure.target().pid() == 0
        ? "-"
        : "%.2f"
            .formatted(
                figure.over(Figure.Round::cpu).median() / other.over(Figure.Round::cpu).median());
  }

  /** nginx under the same load, with the same kind of answer. */
  private @Nullable Figure nginxFor(Figure figure) {
    var group =
        switch (figure.group()) {
          case "disk", "legacy", "joined" -> "calls";
          default -> figure.group();
        };
    return figures.stream()
        .filter(other -> other.group().equals(group) && other.target().name().startsWith("nginx"))
        .filter(other -> other.connections() == figure.connections())
        .filter(other -> !group.equals("lists") || isSameList(other, figure))
        .findFirst()
        .orElse(null);
  }

  private static boolean isSameList(Figure one, Figure other) {
    var name = other.target().name();
    return one.target().name().endsWith(name.substring(name.indexOf(',')));
  }

  String json() {
    var rows = new ArrayList<Map<String, Object>>();
    for (var figure : figures) {
      var row = new LinkedHashMap<String, Object>();
      row.put("group", figure.group());
      row.put("target", figure.target().name());
      row.put("connections", figure.connections());
      row.put("rate", figure.rate());
      row.put("callsPerSecond", figure.over(Figure.Round::perSecond));
      row.put("p50Micros", figure.over(Figure.Round::p50));
      row.put("p99Micros", figure.over(Figure.Round::p99));
      row.put("cpuMicrosPerCall", figure.over(Figure.Round::cpu));
      row.put(figure.beside() == null ? "cpuTimesNginx" : "cpuTimesSameEra", ratio(figure));
      row.put("upstreamPerCall", figure.over(Figure.Round::upstream));
      rows.add(row);
    }
    var all = new LinkedHashMap<String, Object>();
    all.put("machine", machine);
    all.put("rounds", options.rounds());
    all.put("seconds", options.seconds());
    all.put("warmUp", options.warmUp());
    all.put("figures", rows);
    all.put("readings", readings);
    all.put("problems", problems);
    return JsonMapper.builder().build().writeValueAsString(all);
  }
}
