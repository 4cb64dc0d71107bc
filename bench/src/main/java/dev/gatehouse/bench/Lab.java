package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Everything that is measured, running; ended in reverse when it is closed. */
final class Lab implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(20);
  private static final Duration READY = Duration.ofSeconds(60);
  private static final String ANSWERED = "\"isError\":false";
  private static final int TOOLS = 50;
  private static final int EXACTLY = 1000;
  private static final int STREAMS = 64;
  private static final int MOST_LOOKS = 100;

  /** Names of the groups, as {@link Options#only} takes them. */
  static final List<String> GROUPS =
      List.of(
          "calls",
          "disk",
          "events",
          "legacy",
          "joined",
          "open",
          "lists",
          Bridges.GROUP,
          ManyLists.GROUP,
          IdleStreams.GROUP,
          Neighbours.GROUP);

  private final Options options;
  private final Programs programs;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final List<Figure> figures = new ArrayList<>();
  private final List<Target> warm = new ArrayList<>();
  private final List<Study> studies = new ArrayList<>();
  private final Client client = opens(new Client());
  private final Wrk wrk;
  private final int upstreamPort;
  private final Issuer issuer;
  private final String token;
  private final Nginx nginx;

  private Lab(Options options, Programs programs) throws IOException {
    this.options = options;
    this.programs = programs;
    Files.createDirectories(options.work());
    this.wrk = new Wrk(programs.wrk(), options.work());
    try {
      this.upstreamPort = Ports.free();
      var responder =
          opens(
              Child.java(
                  "responder",
                  options.work().resolve("responder"),
                  List.of("-Xmx128m", "-XX:+UseSerialGC"),
                  Child.ownClassPath(),
                  Responder.class.getName(),
                  List.of(String.valueOf(upstreamPort))));
      Ports.awaitListening(responder, upstreamPort, START);
      this.issuer = opens(Issuer.open());
      this.token = issuer.token();
      this.nginx =
          opens(Nginx.start(programs.nginx(), options.work().resolve("nginx"), upstreamPort));
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Starts upstream, issuer, nginx and as many gateways as the wanted groups need. */
  static Lab open(Options options, Programs programs) throws IOException {
    var lab = new Lab(options, programs);
    try {
      lab.planProxies();
      lab.planGateway();
      lab.planBeside();
      lab.planDisk();
      lab.planMany();
      if (options.wants(Bridges.GROUP)) {
        Bridges.plan(lab);
      }
      if (options.wants(IdleStreams.GROUP)) {
        lab.studies.add(new IdleStreams(lab, options));
      }
      if (options.wants(Neighbours.GROUP)) {
        lab.studies.add(Neighbours.of(lab, options));
      }
      return lab;
    } catch (IOException | RuntimeException e) {
      lab.close();
      throw e;
    }
  }

  /** What is to be measured, in order. */
  List<Figure> figures() {
    return figures;
  }

  /** What is measured after that, in order. */
  List<Study> studies() {
    return studies;
  }

  /** What has to be loaded before anything is measured, the main one of each gateway first. */
  List<Target> warm() {
    return warm;
  }

  Client client() {
    return client;
  }

  Wrk wrk() {
    return wrk;
  }

  /** What the upstream has counted, once nothing is under way any more. */
  Client.Counts settledCounts() throws IOException {
    var last = client.counts(upstreamPort);
    for (var look = 0; look < MOST_LOOKS; look++) {
      Ports.pause();
      var now = client.counts(upstreamPort);
      if (now.equals(last)) {
        break;
      }
      last = now;
    }
    return last;
  }

  /** A call in the modern era at level process: what is looked at when Gatehouse is profiled. */
  Target mainTarget() {
    return warm.getFirst();
  }

  /**
   * Makes calls one after the other, and says how many the upstream has got for them; that many and
   * not one more is right.
   */
  Client.Counts afterExactly(int calls, Target target) throws IOException {
    var before = settledCounts();
    for (var i = 0; i < calls; i++) {
      client.once(target);
    }
    var after = settledCounts();
    return new Client.Counts(after.calls() - before.calls(), after.others() - before.others());
  }

  /** How many calls {@link #afterExactly} makes in this run. */
  static int exactly() {
    return EXACTLY;
  }

  /** Makes the upstream's list another one, where it tells of that. */
  void changeList() throws IOException {
    client.once(Target.file("change", upstreamPort, "/change", 0));
  }

  private void planProxies() throws IOException {
    if (!options.wantsAny("calls", "disk", "events", "legacy", "joined", "open")) {
      return;
    }
    var direct = call("direct", upstreamPort, "/s1-50/mcp", Answers.TOOL, 0);
    var proxy = call("nginx", nginx.port(), "/s1-50/mcp", Answers.TOOL, nginx.pid());
    client.await(direct, ANSWERED, START);
    client.await(proxy, ANSWERED, START);
    closed("calls", direct, 1, 16, 64);
    closed("calls", proxy, 1, 16, 64);
    if (options.wants("open")) {
      open(direct);
      open(proxy);
    }
    if (options.wants("events")) {
      closed(
          "events",
          call("nginx", nginx.port(), "/s1-50/mcp", Answers.EVENTS_TOOL, nginx.pid()),
          1,
          16,
          64);
    }
  }

  private void planGateway() throws IOException {
    if (!options.profile() && !options.wantsAny("calls", "events", "legacy", "joined", "open")) {
      return;
    }
    var gateway = gateway("one", "process", 1);
    var pid = gateway.pid();
    var port = gateway.port();
    var json = ready(call("gatehouse", port, "/mcp/s1", Answers.TOOL, pid));
    if (options.wants("calls")) {
      closed("calls", json, 1, 16, 64);
    }
    if (options.wants("open")) {
      open(json);
    }
    if (options.wants("events")) {
      var events = ready(call("gatehouse", port, "/mcp/s1", Answers.EVENTS_TOOL, pid));
      closed("events", events, 1, 16, 64);
    }
    if (options.wants("legacy")) {
      var inSession = inSession("gatehouse", port, "/mcp/s1", Answers.TOOL, pid);
      closed("legacy", ready(inSession), 1, 16, 64);
    }
    if (options.wants("joined")) {
      closed("joined", ready(call("1 server", port, "/mcp", "s1__" + Answers.TOOL, pid)), 16, 64);
    }
  }

  /** Another build under the same load in the same run: the only way to see a small difference. */
  private void planBeside() throws IOException {
    if (options.beside().isPresent()) {
      var jars = options.beside().get().toAbsolutePath().resolve("*").toString();
      var gateway =
          opens(
              GatewayProcess.start(
                  new GatewayProcess.Plan(
                      options.work().resolve("gateway-beside"),
                      jars,
                      GatewayProcess.FIXED_HEAP,
                      "process",
                      GatewayProcess.alike(1, TOOLS)),
                  upstreamPort,
                  issuer));
      var target =
          ready(call("other build", gateway.port(), "/mcp/s1", Answers.TOOL, gateway.pid()));
      closed("calls", target, 1, 16, 64);
      if (options.wants("open")) {
        open(target);
      }
    }
  }

  private void planDisk() throws IOException {
    if (options.wants("disk")) {
      var gateway = gateway("disk", "disk", 1);
      var target =
          ready(call("gatehouse, disk", gateway.port(), "/mcp/s1", Answers.TOOL, gateway.pid()));
      closed("disk", target, 1, 16, 64);
      if (options.wants("open")) {
        open(target);
      }
    }
  }

  private void planMany() throws IOException {
    if (options.wantsAny("joined", "lists")) {
      planMany(20);
    }
    if (options.wantsAny("joined", "lists", ManyLists.GROUP)) {
      planMany(100);
    }
  }

  private void planMany(int servers) throws IOException {
    var gateway = gateway("of-" + servers, "process", servers);
    var pid = gateway.pid();
    var port = gateway.port();
    var tool = "s" + servers + "__" + Answers.TOOL;
    if (options.wants("joined")) {
      closed("joined", ready(call(servers + " servers", port, "/mcp", tool, pid)), 16, 64);
    }
    if (options.wants("lists")) {
      planList(servers, port, pid);
    }
    if (servers == 100 && options.wants(ManyLists.GROUP)) {
      var modern = list("modern", port, "/mcp", pid);
      client.await(modern, "\"nextCursor\"", READY);
      var legacy = inSession("legacy", port, "/mcp", tool, pid).list("legacy");
      ManyLists.plan(this, modern, legacy, servers * TOOLS, options.rounds());
    }
  }

  /** The first page of a list, and nginx with the same bytes in a file. */
  private void planList(int servers, int port, long pid) throws IOException {
    var name = servers + " x " + TOOLS;
    var list = list("gatehouse, " + name, port, "/mcp", pid);
    client.await(list, "\"nextCursor\"", READY);
    warm.add(list);
    var body = client.once(list).body();
    var file = nginx.serve(servers + ".json", body.getBytes(StandardCharsets.UTF_8));
    closed("lists", Target.file("nginx, " + name, nginx.port(), file, nginx.pid()), 16);
    closed("lists", list, 16);
  }

  /** Another nginx, ended with everything else, with this port behind {@link Nginx#OTHER}. */
  Nginx nginx(int otherPort) throws IOException {
    var directory = options.work().resolve("nginx-" + otherPort);
    return opens(Nginx.start(programs.nginx(), directory, upstreamPort, otherPort));
  }

  private GatewayProcess gateway(String name, String level, int servers) throws IOException {
    return gateway(name, GatewayProcess.FIXED_HEAP, level, GatewayProcess.alike(servers, TOOLS));
  }

  /**
   * Starts a gateway that is ended with everything else.
   *
   * @param name of its directory
   */
  GatewayProcess gateway(String name, List<String> heap, String level, Map<String, String> servers)
      throws IOException {
    Path directory = options.work().resolve("gateway-" + name);
    return opens(
        GatewayProcess.start(
            new GatewayProcess.Plan(directory, Child.ownClassPath(), heap, level, servers),
            upstreamPort,
            issuer));
  }

  Target call(String name, int port, String path, String tool, long pid) {
    return Target.modernCall(name, port, path, tool, token, pid);
  }

  Target list(String name, int port, String path, long pid) {
    return Target.list(name, port, path, token, pid);
  }

  Target listen(String name, int port, String path, long pid) {
    return Target.listen(name, port, path, token, pid);
  }

  /** Calls inside a session of the legacy era, which is opened. */
  Target inSession(String name, int port, String path, String tool, long pid) throws IOException {
    return client.inSession(Target.legacyCalls(name, port, path, tool, token, pid));
  }

  /** A target of calls, once it answers; it is loaded before anything is measured. */
  Target ready(Target target) throws IOException {
    client.await(target, ANSWERED, READY);
    warm.add(target);
    return target;
  }

  private void closed(String group, Target target, int... connections) {
    for (var count : connections) {
      figures.add(new Figure(group, target, count, 0));
    }
  }

  private void open(Target target) {
    figures.add(new Figure("open", target, STREAMS, Measuring.RATE));
  }

  private <T extends AutoCloseable> T opens(T part) {
    opened.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        System.err.println("closing: " + e.getMessage());
      }
    }
  }
}
