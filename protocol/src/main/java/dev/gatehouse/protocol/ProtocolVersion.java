package dev.gatehouse.protocol;

import java.util.Optional;

/**
 * A published revision of MCP, in the order of their dates.
 *
 * @see <a href="https://modelcontextprotocol.io/specification/versioning">versioning</a>
 */
public enum ProtocolVersion {
  V2024_11_05("2024-11-05", Era.LEGACY),
  V2025_03_26("2025-03-26", Era.LEGACY),
  V2025_06_18("2025-06-18", Era.LEGACY),
  V2025_11_25("2025-11-25", Era.LEGACY),
  V2026_07_28("2026-07-28", Era.MODERN);

  private final String text;
  private final Era era;

  ProtocolVersion(String text, Era era) {
    this.text = text;
    this.era = era;
  }

  /** The revision as it stands on the wire, for example {@code 2025-11-25}. */
  public String text() {
    return text;
  }

  /** The way of speaking that this revision belongs to. */
  public Era era() {
    return era;
  }

  /** The revision of that exact name, or empty when this program does not know it. */
  public static Optional<ProtocolVersion> of(String text) {
    for (var version : values()) {
      if (version.text.equals(text)) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }
}
