package dev.gatehouse.cli.inventory;

import dev.gatehouse.core.inventory.Finding;
import java.util.stream.Collectors;

/**
 * What came of a scan, as a page that stands alone: no script, nothing from elsewhere, and every
 * text from settings escaped.
 */
public final class ScanPage {
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>MCP servers in use</title>
      <style>
      :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
      body { max-width: 80rem; margin: 2rem auto; padding: 0 1rem; }
      table { border-collapse: collapse; width: 100%; margin: 1rem 0 2rem; }
      th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid #8884; overflow-wrap: anywhere; }
      .critical, .high { color: #c0392b; font-weight: 600; } .medium { color: #b9770e; font-weight: 600; } .low { opacity: .7; }
      code { font-size: .92em; }
      </style>
      </head>
      <body>
      """;

  private ScanPage() {}

  /** The page. */
  public static String of(Outcome outcome) {
    return HEAD
        + "<h1>MCP servers in use</h1>\n<p>"
        + text(outcome.report().device())
        + ": "
        + text(ScanTable.headline(outcome))
        + ".</p>\n"
        + totals(outcome)
        + findings(outcome)
        + servers(outcome)
        + "</body>\n</html>\n";
  }

  private static String totals(Outcome outcome) {
    var rows =
        outcome.totals().entrySet().stream()
            .map(entry ->
                row(
                    severity(entry.getKey()),
                    text(entry.getKey().word()),
                    Integer.toString(entry.getValue()),
                    text(entry.getKey().remedy())))
            .collect(Collectors.joining());
    return rows.isEmpty()
        ? "<p>There is nothing to be said.</p>\n"
        : table("What to do", rows, "severity", "finding", "total", "what to do");
  }

  private static String findings(Outcome outcome) {
    var rows =
        outcome.lines().stream()
            .map(line ->
                row(
                    severity(line.kind()),
                    text(line.kind().word()),
                    text(line.server()),
                    text(line.client()),
                    text(line.detail()),
                    "<code>" + text(line.file()) + "</code> " + text(line.project())))
            .collect(Collectors.joining());
    return rows.isEmpty()
        ? ""
        : table("Findings", rows, "severity", "finding", "server", "client", "detail", "file");
  }

  private static String servers(Outcome outcome) {
    var rows =
        outcome.servers().stream()
            .map(one ->
                row(
                    text(one.found().name()),
                    text(one.found().client()),
                    "<code>" + text(one.found().identity().toString()) + "</code>",
                    text(one.found().transport().word()),
                    one.verdict().isGoverned() ? "gateway" : "direct",
                    text(one.verdict().name()),
                    "<code>" + text(one.found().file()) + "</code>"))
            .collect(Collectors.joining());
    return rows.isEmpty()
        ? ""
        : table(
            "All servers",
            rows,
            "server",
            "client",
            "what it is",
            "speaks",
            "reached",
            "in the catalogue as",
            "file");
  }

  private static String table(String title, String rows, String... columns) {
    var head = new StringBuilder();
    for (var column : columns) {
      head.append("<th>").append(text(column)).append("</th>");
    }
    return "<h2>" + text(title) + "</h2>\n<table>\n<tr>" + head + "</tr>\n" + rows + "</table>\n";
  }

  /** Cells that are escaped already. */
  private static String row(String... cells) {
    return "<tr><td>" + String.join("</td><td>", cells) + "</td></tr>\n";
  }

  private static String severity(Finding.Kind kind) {
    var word = kind.severity().word();
    return "<span class=\"" + word + "\">" + word + "</span>";
  }

  private static String text(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
