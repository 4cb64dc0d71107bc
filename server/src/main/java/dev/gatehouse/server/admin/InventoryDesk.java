package dev.gatehouse.server.admin;

import dev.gatehouse.core.inventory.Report;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Where devices report what their clients run, and where one sees what runs where. */
public interface InventoryDesk {
  /** What secrets are marked with on all devices. */
  SaltView salt();

  /** What is to be said of each server of a report, in its order; keeps nothing. */
  List<JsonNode> match(Report report);

  /** Keeps a report in place of the last one of the same device. */
  Received keep(Report report, String by);

  /** What runs where, by what it is. */
  List<RunningView> running();

  /** The devices that have reported, by name. */
  List<DeviceView> devices();

  /** The last report of a device, with what is to be said of it now. */
  Optional<JsonNode> device(String name);

  /**
   * Forgets a device.
   *
   * @return false when there was none
   */
  boolean forget(String device);

  /** Random bytes in base64. */
  record SaltView(String salt) {}

  /** What is said of each server of a report, in its order. */
  record Matched(List<JsonNode> verdicts) {
    public Matched {
      verdicts = List.copyOf(verdicts);
    }
  }

  /** A report that is kept now. */
  record Received(String device, Instant at, List<JsonNode> verdicts) {
    public Received {
      verdicts = List.copyOf(verdicts);
    }
  }

  /**
   * One server on all devices.
   *
   * @param server kind and identifier
   * @param catalogueName what the catalogue calls it, when it knows it
   * @param governed whether calls to it go through the gateway
   * @param severity of the gravest finding
   * @param places how often it is written in settings
   * @param devices on how many devices
   * @param onDevices the first 100 of them
   * @param versions the first 100 of those that are written
   * @param findings how often each was made
   */
  record RunningView(
      String server,
      Optional<String> catalogueName,
      boolean governed,
      Optional<String> severity,
      int places,
      int devices,
      List<String> onDevices,
      List<String> clients,
      List<String> versions,
      Map<String, Integer> findings) {}

  /**
   * A device that has reported.
   *
   * @param program the version of the program that looked
   * @param servers how many were found
   * @param governed how many of them go through the gateway
   * @param unread how many files could not be read
   * @param findings how often each is made by now
   */
  record DeviceView(
      String device,
      Instant at,
      String by,
      String program,
      int files,
      int servers,
      int governed,
      int unread,
      Map<String, Integer> findings) {}
}
