package dev.gatehouse.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.protocol.Era;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server hears of calls once everything is known: each of them, and nothing else. */
class OneRequestForOneCallTest {
  private static final int CALLS = 25;

  @TempDir Path directory;

  @ParameterizedTest(name = "a {0} client and a {1} server on {2}")
  @CsvSource({
    "MODERN, MODERN, /mcp/crm",
    "MODERN, LEGACY, /mcp/crm",
    "LEGACY, MODERN, /mcp/crm",
    "LEGACY, LEGACY, /mcp/crm",
    "MODERN, MODERN, /mcp",
    "MODERN, LEGACY, /mcp",
    "LEGACY, MODERN, /mcp",
    "LEGACY, LEGACY, /mcp"
  })
  void isHeardForEachCallOnTheWarmPath(Era client, Era server, String path) {
    var crm = (server == Era.MODERN ? ScriptedServer.modern("crm") : ScriptedServer.legacy("crm"));
    try (var house = House.in(directory).with(crm.tools("get")).allowing("alice", "crm/*")) {
      house.knowing(crm);
      var session = client == Era.LEGACY ? house.session("alice", path) : "";
      var tool = path.equals("/mcp") ? "crm__get" : "get";
      assertThat(call(house, path, session, tool).body()).contains("done");
      var before = crm.heard().size();

      for (var i = 0; i < CALLS; i++) {
        assertThat(call(house, path, session, tool).body()).contains("done");
      }

      assertThat(crm.heard().subList(before, crm.heard().size()))
          .isEqualTo(Collections.nCopies(CALLS, "tools/call"));
    }
  }

  private static CapturedReply call(House house, String path, String session, String tool) {
    return session.isEmpty()
        ? house.calls("alice", path, tool)
        : house.legacy("alice", path, session, "tools/call", "{\"name\":\"" + tool + "\"}");
  }
}
