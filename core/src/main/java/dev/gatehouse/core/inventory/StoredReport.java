package dev.gatehouse.core.inventory;

import java.time.Instant;

/**
 * The newest report of a device, as it is kept.
 *
 * @param device what it is called
 * @param at when it came in
 * @param by who sent it; 1 to 200 characters
 * @param document the report as JSON, see {@link ReportJson}
 */
public record StoredReport(String device, Instant at, String by, String document) {
  private static final int LONGEST_NAME = 200;

  /**
   * @throws IllegalArgumentException when the device has no such name, nobody is named, or the
   *     document is too large
   */
  public StoredReport {
    if (!Report.DEVICE.matcher(device).matches()) {
      throw new IllegalArgumentException("a device has no such name");
    }
    if (by.isBlank() || by.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("a report names who sent it, in 1 to 200 characters");
    }
    if (document.length() > ReportJson.MOST_BYTES) {
      throw new IllegalArgumentException("a report is too large to be kept");
    }
  }
}
