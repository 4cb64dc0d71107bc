package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsWhileRunningTest {
  @TempDir Path directory;
  private RunningHouse house;

  @BeforeEach
  void open() throws Exception {
    house = RunningHouse.in(directory, "");
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void areTakenUpAndRecorded() throws Exception {
    house.settings("roles: { coder: { grants: [\"files/*\"] } }\n");
    var settings = house.get("/admin/v1/settings");
    assertThat(settings.get("current").asBoolean()).isTrue();
    assertThat(settings.get("file").asString()).endsWith("gatehouse.yaml");
    var grants = house.get("/admin/v1/grants").get("items");
    assertThat(grants.get(0).get("role").asString()).isEqualTo("coder");
    assertThat(grants.get(0).get("origin").asString()).isEqualTo("file");
    assertThat(house.get("/admin/v1/audit").toString()).contains("settings-loaded");
  }

  @Test
  void stayAsTheyWereWhenTheFileIsWrong() throws Exception {
    house.settings("roles: { coder: { grants: [\"files/*\"] } }\n");
    house.settings("roles: { coder: { grants: [{ tools: \"files/*\", when: \"argh.x\" }] } }\n");
    var settings = house.get("/admin/v1/settings");
    assertThat(settings.get("current").asBoolean()).isFalse();
    assertThat(settings.get("problems").get(0).asString()).contains("gatehouse.yaml:", "argh");
    assertThat(house.get("/admin/v1/grants").get("items").get(0).has("condition")).isFalse();
    assertThat(house.get("/admin/v1/audit").toString()).contains("settings-refused");
  }

  @Test
  void thatAreUsedAtStartOnlyAreRefusedByName() throws Exception {
    house.rawSettings("listen: 127.0.0.1:1\ndata: data\nbounds: { sessions: 7 }\n");
    assertThat(house.get("/admin/v1/settings").get("problems").toString())
        .contains("a change of listen needs a restart")
        .contains("a change of bounds.sessions needs a restart");
  }

  @Test
  void areCurrentAgainWhenTheFileIsPutRight() throws Exception {
    house.settings("roles: 7\n");
    house.settings("");
    assertThat(house.get("/admin/v1/settings").get("current").asBoolean()).isTrue();
  }
}
