package dev.gatehouse.server;

import dev.gatehouse.server.settings.BoundsSettings;
import dev.gatehouse.server.settings.Loaded;
import dev.gatehouse.server.settings.Problem;
import dev.gatehouse.server.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The settings that are used once, when the gateway starts, and so cannot change while it runs. */
final class NeedsRestart {
  private static final Map<String, Function<Settings, Object>> FIXED = new LinkedHashMap<>();

  static {
    FIXED.put("listen", Settings::listen);
    FIXED.put("data", Settings::data);
    FIXED.put("tls", Settings::tls);
    FIXED.put("allowed-hosts", Settings::allowedHosts);
    FIXED.put("allowed-origins", Settings::allowedOrigins);
    FIXED.put("audit", Settings::audit);
    FIXED.put("flood", Settings::flood);
    bound("request", BoundsSettings::request);
    bound("headers", BoundsSettings::headers);
    bound("header-lines", BoundsSettings::headerLines);
    bound("json-depth", BoundsSettings::jsonDepth);
    bound("connections", BoundsSettings::connections);
    bound("control-requests", BoundsSettings::controlRequests);
    bound("sessions", BoundsSettings::sessions);
    bound("sessions-per-caller", BoundsSettings::sessionsPerCaller);
    bound("processes", BoundsSettings::processes);
    bound("header-time", BoundsSettings::headerTime);
    bound("body-time", BoundsSettings::bodyTime);
    bound("write-time", BoundsSettings::writeTime);
    bound("idle-connection", BoundsSettings::idleConnection);
    bound("idle-session", BoundsSettings::idleSession);
    bound("idle-process", BoundsSettings::idleProcess);
    bound("request-state", BoundsSettings::requestState);
    bound("heartbeat", BoundsSettings::heartbeat);
  }

  private NeedsRestart() {}

  private static void bound(String name, Function<BoundsSettings, Object> bound) {
    FIXED.put("bounds." + name, settings -> bound.apply(settings.bounds()));
  }

  /** What differs of them, each as a problem at its place in the new file. */
  static List<Problem> between(Settings running, Loaded wanted) {
    var problems = new ArrayList<Problem>();
    FIXED.forEach((path, value) -> {
      if (!value.apply(running).equals(value.apply(wanted.settings()))) {
        problems.add(
            wanted.problem(
                path,
                "a change of " + path + " needs a restart: set it back, or restart the gateway.",
                Optional.empty()));
      }
    });
    return problems;
  }
}
