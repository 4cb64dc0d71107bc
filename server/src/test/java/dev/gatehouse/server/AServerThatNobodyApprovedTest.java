package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AServerThatNobodyApprovedTest {
  @TempDir Path directory;

  @Test
  void isNotStartedByAProbeWhenItIsAProgram() throws Exception {
    var mark = directory.resolve("started");
    try (var house =
        RunningHouse.in(directory, "servers: { files: { stdio: [touch, \"" + mark + "\"] } }\n")) {
      var probed = house.post("/admin/v1/servers/files/refresh", new Object[0]);
      assertThat(probed.at("/seen/trouble").asString()).contains("was not started");
      assertThat(Files.exists(mark)).isFalse();
    }
  }

  @Test
  void doesNotGetItsCredentialFromAProbe() throws Exception {
    Files.writeString(directory.resolve("token"), "very-secret-token");
    try (var crm = TinyServer.modern();
        var house =
            RunningHouse.in(
                directory,
                "servers: { crm: { url: \""
                    + crm.url()
                    + "\", credentials: { bearer: \"file:token\" } } }\n")) {
      var probed = house.post("/admin/v1/servers/crm/refresh", new Object[0]);
      assertThat(probed.at("/seen/tools").asInt()).isEqualTo(3);
      assertThat(crm.heard).isNotEmpty().noneMatch(heard -> heard.contains("credential"));
      assertThat(house.get("/admin/v1/servers/crm").at("/seen/tools").asInt()).isEqualTo(3);
      assertThat(house.get("/admin/v1/tools").get("items")).isEmpty();
    }
  }
}
