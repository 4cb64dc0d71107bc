package dev.gatehouse.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The official conformance suite, run as it is against a server: with the frozen set of required
 * scenarios of a revision and without a list of expected failures.
 *
 * @see <a href="https://github.com/modelcontextprotocol/conformance">the suite</a>
 */
final class OfficialSuite {
  private static final String PACKAGE = "@modelcontextprotocol/conformance/";
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Pattern RESULT_FOLDER =
      Pattern.compile("server-(.+)-\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\d-\\d+Z");

  private final Peers peers;
  private final Path reports;

  /**
   * @param reports where each run makes a folder of its own for the suite's results
   */
  OfficialSuite(Peers peers, Path reports) {
    this.peers = peers;
    this.reports = reports;
  }

  /** Runs every scenario of a revision, required or not, against the endpoint; takes seconds. */
  SuiteResult run(URI url, Revision revision) {
    try {
      var folder =
          Files.createTempDirectory(
              Files.createDirectories(reports.toAbsolutePath()), revision.text() + "-");
      var arguments =
          List.of(
              peers.module(PACKAGE + "dist/index.js").toString(),
              "server",
              "--url",
              url.toString(),
              "--requirements",
              revision.text(),
              "-o",
              folder.toString());
      try (var process = NodeProcess.start(peers, arguments, Map.of("NO_COLOR", "1"))) {
        var exit = process.awaitEnd(PATIENCE);
        return new SuiteResult(revision, exit, required(revision), results(folder));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs one scenario for clients.
   *
   * @param command starts the client, which gets the URL of the suite's server as its last argument
   * @param environment what the client finds in its environment
   * @return the checks that failed or warn, with their reasons; none when all is well
   */
  List<String> runClient(
      String scenario, Revision revision, String command, Map<String, String> environment) {
    try {
      var folder =
          Files.createTempDirectory(
              Files.createDirectories(reports.toAbsolutePath()), scenario + "-");
      var arguments =
          List.of(
              peers.module(PACKAGE + "dist/index.js").toString(),
              "client",
              "--command",
              command,
              "--scenario",
              scenario,
              "--spec-version",
              revision.text(),
              "-o",
              folder.toString());
      var variables = new TreeMap<>(environment);
      variables.put("NO_COLOR", "1");
      try (var process = NodeProcess.start(peers, arguments, variables)) {
        var exit = process.awaitEnd(PATIENCE);
        var found = onlyScenario(folder);
        var bad = new ArrayList<>(found.failed());
        bad.addAll(found.warnings());
        if (bad.isEmpty() && found.passed().isEmpty()) {
          bad.add("it checked nothing:\n" + process.everything());
        }
        if (bad.isEmpty() && exit != 0) {
          bad.add("exit " + exit + ":\n" + process.everything());
        }
        return bad;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SuiteResult.Scenario onlyScenario(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      var checks = files.filter(it -> it.endsWith("checks.json")).toList();
      if (checks.size() != 1) {
        throw new IllegalStateException("results of " + checks.size() + " scenarios in " + folder);
      }
      return scenario(JsonMapper.shared().readTree(checks.getFirst().toFile()));
    }
  }

  /** The names below "server:" in the suite's own file of requirements. */
  private Set<String> required(Revision revision) throws IOException {
    var file = peers.module(PACKAGE + "requirements/" + revision.text() + ".yaml");
    var names = new LinkedHashSet<String>();
    var inServerPart = false;
    for (var line : Files.readAllLines(file)) {
      if (line.endsWith(":") && !line.startsWith(" ")) {
        inServerPart = line.equals("server:");
      } else if (inServerPart && line.startsWith("  - ")) {
        names.add(line.substring(4).strip());
      }
    }
    if (names.isEmpty()) {
      throw new IllegalStateException("no required scenarios in " + file);
    }
    return names;
  }

  private static Map<String, SuiteResult.Scenario> results(Path folder) throws IOException {
    var scenarios = new TreeMap<String, SuiteResult.Scenario>();
    try (var folders = Files.list(folder)) {
      for (var one : folders.toList()) {
        var name = RESULT_FOLDER.matcher(one.getFileName().toString());
        var checks = one.resolve("checks.json");
        if (name.matches() && Files.exists(checks)) {
          scenarios.put(name.group(1), scenario(JsonMapper.shared().readTree(checks.toFile())));
        }
      }
    }
    return scenarios;
  }

  private static SuiteResult.Scenario scenario(JsonNode checks) {
    var passed = new ArrayList<String>();
    var failed = new ArrayList<String>();
    var warnings = new ArrayList<String>();
    for (var check : checks) {
      var id = check.path("id").asString();
      var told = id + ": " + check.path("errorMessage").asString(check.path("name").asString(""));
      switch (check.path("status").asString()) {
        case "SUCCESS" -> passed.add(id);
        case "FAILURE" -> failed.add(told);
        case "WARNING" -> warnings.add(told);
        default -> {
          // INFO and SKIPPED say nothing about the server
        }
      }
    }
    return new SuiteResult.Scenario(passed, failed, warnings);
  }
}
