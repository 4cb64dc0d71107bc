package dev.gatehouse.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** What this device calls itself, in the letters that reports take. */
final class DeviceName {
  private static final int LONGEST = 100;

  private DeviceName() {}

  /** The host name; empty when there is none. */
  static Optional<String> ofHost() {
    try {
      return fitting(InetAddress.getLocalHost().getHostName());
    } catch (UnknownHostException _) {
      return Optional.empty();
    }
  }

  static Optional<String> fitting(String name) {
    var fitting = name.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[._-]+", "");
    return Optional.of(fitting.substring(0, Math.min(LONGEST, fitting.length())))
        .filter(text -> !text.isEmpty());
  }
}
