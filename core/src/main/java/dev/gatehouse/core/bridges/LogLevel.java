package dev.gatehouse.core.bridges;

import java.util.Locale;
import java.util.Optional;

/** Levels of log messages, the least important first. */
enum LogLevel {
  DEBUG,
  INFO,
  NOTICE,
  WARNING,
  ERROR,
  CRITICAL,
  ALERT,
  EMERGENCY;

  /** The level of this name, empty when MCP knows none. */
  static Optional<LogLevel> of(String text) {
    for (var level : values()) {
      if (level.text().equals(text)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }

  /** As messages name it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether somebody who asked for that level wants to hear this one. */
  boolean isAtLeast(LogLevel asked) {
    return compareTo(asked) >= 0;
  }
}
