package dev.gatehouse.core.telemetry;

import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * Times one kind of operation. Made once and kept by whoever uses it: what succeeds touches no map.
 * Thread-safe.
 */
public final class Operation {
  private static final int MOST_ERRORS = 24;
  private static final String OTHER = "_OTHER";
  private static final double NANOS = 1e9;

  private final Function<String, DistributionDataPoint> points;
  private final DistributionDataPoint success;
  private final ConcurrentMap<String, DistributionDataPoint> failures = new ConcurrentHashMap<>();

  Operation(Function<String, DistributionDataPoint> points) {
    this.points = points;
    success = points.apply("");
  }

  /** It succeeded, after so many nanoseconds. */
  public void succeeded(long nanos) {
    success.observe(nanos / NANOS);
  }

  /**
   * It failed.
   *
   * @param type the kind of a refusal, {@code tool_error}, or a JSON-RPC error code; of more than
   *     24 different ones the rest counts as {@code _OTHER}
   */
  public void failed(long nanos, String type) {
    var point = failures.get(type);
    if (point == null) {
      var kept = failures.size() < MOST_ERRORS ? type : OTHER;
      point = failures.computeIfAbsent(kept, points);
    }
    point.observe(nanos / NANOS);
  }
}
