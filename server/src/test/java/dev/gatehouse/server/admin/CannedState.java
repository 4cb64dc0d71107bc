package dev.gatehouse.server.admin;

import java.util.List;
import java.util.Optional;

/** A state that a test can know beforehand. */
final class CannedState implements StateDesk {
  @Override
  public VersionView version() {
    return new VersionView("0.1.0", "25", FakeGatehouse.NOW, "/data");
  }

  @Override
  public SettingsView settings() {
    return new SettingsView(
        Optional.of("gatehouse.yaml"), FakeGatehouse.NOW, false, List.of("gatehouse.yaml:24:9 …"));
  }
}
