package dev.gatehouse.server.health;

import dev.gatehouse.core.telemetry.Telemetry;
import dev.gatehouse.server.http.Answers;
import dev.gatehouse.server.http.Declined;
import dev.gatehouse.server.http.Door;
import dev.gatehouse.server.http.Problem;
import dev.gatehouse.transport.ControlPlane;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * {@code /health/live}, {@code /health/ready} and {@code /metrics}. Thread-safe. Health is open to
 * everybody who reaches the gateway; metrics name servers and tools, and so need a role.
 */
public final class HealthApi implements ControlPlane {
  /** Roles that may read metrics. */
  public static final Set<String> METRICS_ROLES = Set.of("administrator", "metrics");

  private static final List<String> METHODS = List.of("GET", "HEAD");
  private static final Header UNCACHED = new Header("Cache-Control", "no-store");

  private final List<Part> parts;
  private final Telemetry telemetry;
  private final Door door;

  /**
   * A part that must be ready before calls can be answered.
   *
   * @param name what waits, for example {@code store}
   * @param isReady asked each time; does not block for long
   */
  public record Part(String name, BooleanSupplier isReady) {}

  private record Health(String status, List<String> waitingFor) {}

  public HealthApi(List<Part> parts, Telemetry telemetry, Door door) {
    this.parts = List.copyOf(parts);
    this.telemetry = telemetry;
    this.door = door;
  }

  /** Whether a raw path is one of these. */
  public static boolean takes(String path) {
    return path.equals("/metrics") || path.startsWith("/health");
  }

  @Override
  public Answer answer(Request request) {
    if (!METHODS.contains(request.method())) {
      return Answers.methodNotAllowed(request.method(), METHODS);
    }
    try {
      return Answers.with(
          switch (request.path()) {
            case "/health/live" -> Answers.json(200, new Health("live", List.of()));
            case "/health/ready" -> ready();
            case "/metrics" -> metrics(request);
            default -> throw new Declined(Problem.notFound("there is nothing at this path"));
          },
          UNCACHED);
    } catch (Declined declined) {
      return Answers.declined(declined);
    }
  }

  private Answer ready() {
    var waiting = parts.stream().filter(part -> !isReady(part)).map(Part::name).toList();
    return waiting.isEmpty()
        ? Answers.json(200, new Health("ready", waiting))
        : Answers.json(503, new Health("not-ready", waiting));
  }

  private static boolean isReady(Part part) {
    try {
      return part.isReady().getAsBoolean();
    } catch (RuntimeException _) {
      return false; // A part that cannot say is not ready; it logs why itself.
    }
  }

  private Answer metrics(Request request) {
    var _ = door.caller(request, METRICS_ROLES);
    return new Answer(200, Telemetry.CONTENT_TYPE, telemetry.exposition(), List.of());
  }
}
