package dev.gatehouse.core.telemetry;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/** The metrics of one gateway. Thread-safe. */
public final class Telemetry {
  /** Media type of {@link #exposition}. */
  public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  /** What stands for a tool or prompt once there are too many to count each on its own. */
  static final String OTHER = "_OTHER";

  /** In seconds: fine where the gateway's own cost shows, coarse where tools work. */
  private static final double[] BOUNDS = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300
  };

  private static final int MOST_OPERATIONS = 5_000;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ConcurrentMap<Name, Operation> served = new ConcurrentHashMap<>();
  private final ConcurrentMap<Name, Operation> forwarded = new ConcurrentHashMap<>();
  private final Histogram servedTimes =
      histogram(
          "mcp_server_operation_duration_seconds",
          "From a request of a client to the end of its answer.",
          "mcp_method_name",
          "server",
          "gen_ai_tool_name",
          "error_type");
  private final Histogram forwardedTimes =
      histogram(
          "mcp_client_operation_duration_seconds",
          "From a request to a server to the end of its answer.",
          "mcp_method_name",
          "server",
          "error_type");
  private final Counter refusals =
      Counter.builder()
          .name("gatehouse_refusals_total")
          .help("Calls that were refused, by the kind of refusal.")
          .labelNames("kind")
          .register(registry);
  private final Counter findings =
      Counter.builder()
          .name("gatehouse_findings_total")
          .help("What guardrails found, by what was done about it.")
          .labelNames("guardrail", "action")
          .register(registry);

  private final Counter drifts =
      Counter.builder()
          .name("gatehouse_drift_total")
          .help("Definitions that were found changed, by server and by what the change means.")
          .labelNames("server", "meaning")
          .register(registry);

  private record Name(String method, String server, String tool) {}

  /**
   * @param version of this program
   */
  public Telemetry(String version) {
    Info.builder()
        .name("gatehouse_build_info")
        .help("The version that runs.")
        .labelNames("version")
        .register(registry)
        .setLabelValues(version);
  }

  /**
   * Times requests of clients. Keep what this returns: looking it up costs a map.
   *
   * @param server its name in the catalogue, empty when the gateway answers itself
   * @param tool name of the tool or prompt, empty for other methods
   */
  public Operation served(String method, String server, String tool) {
    var wanted = new Name(method, server, tool);
    var known = served.get(wanted);
    if (known != null) {
      return known;
    }
    var name = served.size() < MOST_OPERATIONS ? wanted : new Name(method, server, OTHER);
    return served.computeIfAbsent(
        name,
        one ->
            new Operation(
                error -> servedTimes.labelValues(one.method(), one.server(), one.tool(), error)));
  }

  /** Times requests to a server. Keep what this returns: looking it up costs a map. */
  public Operation forwarded(String method, String server) {
    return forwarded.computeIfAbsent(
        new Name(method, server, ""),
        one ->
            new Operation(error -> forwardedTimes.labelValues(one.method(), one.server(), error)));
  }

  /** A call was refused. */
  public void refused(String kind) {
    refusals.labelValues(kind).inc();
  }

  /**
   * A guardrail found something.
   *
   * @param guardrail its path in the settings
   */
  public void found(String guardrail, String action) {
    findings.labelValues(guardrail, action).inc();
  }

  /**
   * A definition is not what was pinned.
   *
   * @param server its name in the catalogue
   * @param meaning {@code breaking}, {@code additive} or {@code cosmetic}
   */
  public void drifted(String server, String meaning) {
    drifts.labelValues(server, meaning).inc();
  }

  /**
   * Shows a level that is read whenever somebody asks for metrics, for example open streams.
   *
   * @param name lower case with underscores, beginning with {@code gatehouse_} or {@code mcp_}
   */
  public void level(String name, String help, LongSupplier level) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call((double) level.getAsLong()))
        .register(registry);
  }

  /** All metrics in the text format of Prometheus. */
  public byte[] exposition() {
    var text = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create()
          .write(text, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory", e);
    }
    return text.toByteArray();
  }

  private Histogram histogram(String name, String help, String... labels) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .classicOnly()
        .classicUpperBounds(BOUNDS)
        .labelNames(labels)
        .register(registry);
  }
}
