package dev.gatehouse.server.admin;

import dev.gatehouse.core.inventory.ReportJson;
import dev.gatehouse.server.admin.AdminRoute.Changing;
import dev.gatehouse.server.admin.AdminRoute.Deed;
import dev.gatehouse.server.admin.AdminRoute.Reading;
import dev.gatehouse.server.admin.InventoryDesk.Matched;
import dev.gatehouse.server.http.PathTemplate;
import java.util.List;

/** The routes of the inventory. Devices may use those over which they report, and no other. */
final class InventoryRoutes {
  private InventoryRoutes() {}

  static List<AdminRoute> of(InventoryDesk desk) {
    return List.of(
        new Reading(
            "inventory",
            "what runs where: each server that devices have reported",
            ask ->
                Outcome.of(
                    Paging.page(desk.running(), InventoryDesk.RunningView::server, ask.query()))),
        new Reading(
            "inventory/devices",
            "lists devices that have reported",
            ask ->
                Outcome.of(
                    Paging.page(desk.devices(), InventoryDesk.DeviceView::device, ask.query()))),
        new Reading(
            "inventory/devices/{device}",
            "shows the last report of a device, and what is to be said of it now",
            ask ->
                Outcome.of(
                    desk.device(ask.at("device"))
                        .orElseThrow(() -> Routes.absent("device", ask.at("device"))))),
        new Changing(
            "DELETE",
            "inventory/devices/{device}",
            "inventory.forget",
            "forgets a device",
            ask -> new Deed(shortened(ask.at("device")), () -> forgotten(desk, ask))),
        new Reading(
            "GET",
            new PathTemplate("inventory/salt"),
            "what devices mark secrets with, so that the same one is known again",
            AdminRoute.REPORTERS,
            _ -> Outcome.of(desk.salt())),
        new Reading(
            "POST",
            new PathTemplate("inventory/match"),
            "says what is to be said of a report, and keeps nothing",
            AdminRoute.REPORTERS,
            ask -> Outcome.of(new Matched(desk.match(ReportJson.read(ask.bytes()))))),
        new Changing(
            "POST",
            new PathTemplate("inventory/reports"),
            "inventory.report",
            "takes the report of a device in place of its last one",
            AdminRoute.REPORTERS,
            ask -> {
              var report = ReportJson.read(ask.bytes());
              return new Deed(
                  report.device() + " with " + report.servers().size() + " servers",
                  () -> Outcome.made(desk.keep(report, Routes.name(ask.by()))));
            }));
  }

  private static Outcome forgotten(InventoryDesk desk, Ask ask) {
    if (!desk.forget(ask.at("device"))) {
      throw Routes.absent("device", ask.at("device"));
    }
    return Outcome.gone();
  }

  private static String shortened(String name) {
    return name.length() <= 100 ? name : name.substring(0, 100) + "…";
  }
}
