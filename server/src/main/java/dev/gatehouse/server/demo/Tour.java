package dev.gatehouse.server.demo;

import dev.gatehouse.core.audit.AuditKey;
import dev.gatehouse.core.audit.AuditReader;
import dev.gatehouse.core.identity.ApiKey;
import dev.gatehouse.server.House;
import dev.gatehouse.server.admin.JournalDesk;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/**
 * The script of the tour. Each step says what it shows, does it, and checks that it came out as
 * told; a tour that does not keep its word fails.
 */
final class Tour {
  private final House house;
  private final PrintWriter out;
  private int failures;

  Tour(House house, PrintWriter out) {
    this.house = house;
    this.out = out;
  }

  /** Takes the tour; the number of steps that did not come out as told. */
  int take(Path docs) throws IOException, InterruptedException {
    var mcp = URI.create(house.publicUrl() + "/mcp");
    try (var reader = DemoAgent.connect(mcp, key("reader"));
        var writer = DemoAgent.connect(mcp, key("writer"))) {
      lists(reader, writer);
      calls(reader, writer, docs);
      limit(reader);
    }
    records();
    return failures;
  }

  private String key(String role) {
    var created = newKey(role);
    house.addKey(created.stored());
    return created.text().reveal();
  }

  private static ApiKey.Created newKey(String role) {
    return ApiKey.create(
        "demo-" + role,
        Set.of(role),
        Map.of(),
        Instant.now(),
        Optional.empty(),
        new SecureRandom());
  }

  private void lists(DemoAgent reader, DemoAgent writer) throws IOException, InterruptedException {
    heading("Each agent sees exactly what its role may use");
    var forReader = reader.tools();
    var forWriter = writer.tools();
    show("reader", forReader.size() + " tools: " + String.join(", ", forReader));
    show("writer", forWriter.size() + " tools: " + String.join(", ", forWriter));
    expect(
        forReader.contains("files__read_text_file") && !forReader.contains("files__write_file"),
        "the reader sees files__read_text_file and not files__write_file");
    expect(forWriter.contains("files__write_file"), "the writer sees files__write_file");
  }

  private void calls(DemoAgent reader, DemoAgent writer, Path docs)
      throws IOException, InterruptedException {
    heading("An allowed call");
    var file = JsonMapper.shared().writeValueAsString(docs.resolve("hello.txt").toString());
    var read = reader.call("files__read_text_file", "{\"path\":" + file + "}");
    show("reader", "files__read_text_file  ->  " + DemoAgent.text(read).strip());
    expect(DemoAgent.text(read).contains("hello"), "the file is read");

    heading("A tool that is not granted does not exist");
    var hidden = reader.call("files__write_file", "{\"path\":" + file + ",\"content\":\"x\"}");
    show("reader", "files__write_file  ->  " + DemoAgent.text(hidden));
    expect(DemoAgent.text(hidden).equals("Unknown tool: files__write_file"), "it is unknown");

    heading("A granted tool, refused for what is asked of it");
    var refused = writer.call("files__write_file", "{\"path\":\"/etc/passwd\",\"content\":\"x\"}");
    show("writer", "files__write_file /etc/passwd  ->  " + DemoAgent.text(refused));
    show("", "explain it:  gatehouse explain " + DemoAgent.reference(refused));
    expect(DemoAgent.text(refused).startsWith("Not done"), "the condition says no");

    heading("A secret on its way to a model is masked");
    var secret = newKey("nobody").text().reveal();
    var echoed = reader.call("everything__echo", "{\"message\":\"the key is " + secret + "\"}");
    show("reader", "everything__echo  ->  " + DemoAgent.text(echoed));
    expect(!echoed.toString().contains(secret), "the secret does not arrive");
  }

  private void limit(DemoAgent reader) throws IOException, InterruptedException {
    heading("A limit is reached, in words that a model understands");
    var last = "";
    for (var i = 0; i < 6 && !last.startsWith("Not done"); i++) {
      last = DemoAgent.text(reader.call("memory__read_graph", "{}"));
      show("reader", "memory__read_graph  ->  " + shortened(last));
    }
    expect(last.startsWith("Not done"), "the limit of 3 calls is reached");
  }

  private void records() throws IOException {
    heading("All of it stands in the journal, which proves itself");
    var journal = new AuditReader(house.data().resolve("audit"));
    var key = AuditKey.readPublic(house.data().resolve("audit.pub"));
    for (var line :
        new JournalDesk(journal, key, InstantSource.system()).tail(12, Optional.empty()).items()) {
      show(
          line.reference(),
          "%s  %-14s %-26s %-10s %s"
              .formatted(
                  line.at().truncatedTo(ChronoUnit.MILLIS),
                  shortened(line.caller()),
                  line.what(),
                  line.outcome(),
                  line.kind().or(line::note).orElse("")));
    }
    var report = journal.verify(key);
    show(
        "verify",
        report.records()
            + " records in "
            + report.segments()
            + " segments, "
            + (report.isWhole() ? "chain whole" : report.first().orElseThrow().text()));
    expect(report.isWhole(), "the chain is whole");
  }

  private void heading(String text) {
    out.println();
    out.println(text);
  }

  private void show(String who, String what) {
    out.printf("  %-10s %s%n", who, what);
  }

  private void expect(boolean holds, String what) {
    if (!holds) {
      failures++;
      out.println("  NOT AS TOLD: " + what);
    }
    out.flush();
  }

  private static String shortened(String text) {
    var line = text.replace('\n', ' ');
    return line.length() <= 110 ? line : line.substring(0, 110) + "…";
  }

  /** The settings of the tour. */
  static String settings(DemoServers servers, Path docs) {
    return """
    listen: 127.0.0.1:0
    servers:
      everything: { url: "%s", approved: true }
      files: { stdio: %s, approved: true }
      memory: { stdio: %s, approved: true }
    roles:
      reader:
        grants: [everything/echo, files/read_*, files/list_*, memory/read_graph]
        limits:
          - { calls: 3, per: 1m, tools: memory/read_graph }
      writer:
        grants:
          - files/read_*
          - tools: files/write_file
            when: args.path.startsWith("%s")
            advice: Only files below the shared folder may be written; choose a path there.
    guardrails:
      - secrets: { in: results, do: mask }
    """
        .formatted(
            servers.everything(),
            json(servers.filesystem(docs)),
            json(servers.memory()),
            docs + "/");
  }

  private static String json(List<String> command) {
    return JsonMapper.shared().writeValueAsString(command);
  }
}
