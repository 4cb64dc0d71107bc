package dev.gatehouse.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.policy.Rules;
import dev.gatehouse.core.upstream.AnswerHead.Form;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long and for whom answers may be kept, and when kept lists are made again. */
class CachingTest {
  @TempDir Path directory;
  House house = House.in(Path.of("."));
  ScriptedServer crm = ScriptedServer.modern("crm").tools("get");
  ScriptedServer wiki = ScriptedServer.modern("wiki").tools("get");

  @BeforeEach
  void build() {
    house = House.in(directory).with(crm).with(wiki).allowing("alice", "crm/*", "wiki/*");
    house.allowing("bob", "crm/*");
    house.rules.grantResources("alice", "crm/*");
    house.key("alice");
    house.key("bob");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private String tools(String caller) {
    return house.modern(caller, "/mcp", "tools/list", "{}").body();
  }

  @Test
  void isAsShortAsTheShortestOfTheCallersServers() {
    wiki.on("tools/list", call -> call.result("{\"tools\":[],\"ttlMs\":100}"));

    assertThat(tools("alice")).contains("\"ttlMs\":100,\"cacheScope\":\"private\"");
    assertThat(tools("bob")).contains("\"ttlMs\":5000,\"cacheScope\":\"private\"");
  }

  @Test
  void isForTheCallerAloneWhateverTheServerSays() {
    crm.on(
        "resources/read",
        call -> call.result("{\"contents\":[],\"ttlMs\":9,\"cacheScope\":\"public\"}"));
    crm.on(
        "server/discover",
        call ->
            call.result(
                "{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{}},"
                    + "\"ttlMs\":60000,\"cacheScope\":\"public\"}"));
    var read = house.modern("alice", "/mcp/crm", "resources/read", "{\"uri\":\"a:b\"}");
    var discovered = house.modern("alice", "/mcp/crm", "server/discover", "{}");
    var listed = house.modern("alice", "/mcp/crm", "tools/list", "{}");

    for (var reply : List.of(read, discovered, listed)) {
      assertThat(reply.body()).contains("\"cacheScope\":\"private\"").doesNotContain("public");
    }
    assertThat(read.body()).contains("\"ttlMs\":9");
  }

  @Test
  void endsWhenTheServerTellsOfAChange() throws InterruptedException {
    crm.on(
        "server/discover",
        call ->
            call.result(
                "{\"supportedVersions\":[\"2026-07-28\"],"
                    + "\"capabilities\":{\"tools\":{\"listChanged\":true}}}"));
    crm.silentOn("subscriptions/listen");
    assertThat(tools("alice")).contains("crm__get").doesNotContain("crm__put");
    var changes = new LinkedBlockingQueue<String>();
    house.views().onChange(server -> changes.add(server.text()));
    crm.tools("get", "put");
    assertThat(tools("alice")).doesNotContain("crm__put");
    crm.only("subscriptions/listen")
        .head(200, Form.EVENTS)
        .message(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\",\"params\":{}}");

    assertThat(changes.poll(20, TimeUnit.SECONDS)).isEqualTo("crm");
    assertThat(tools("alice")).contains("crm__put");
  }

  @Test
  void endsWithTheTimeThatTheServerNames() throws InterruptedException {
    tools("alice");
    var changes = new LinkedBlockingQueue<String>();
    house.views().onChange(server -> changes.add(server.text()));
    crm.tools("get", "put");
    assertThat(tools("alice")).doesNotContain("crm__put");
    house.nanos.addAndGet(Duration.ofMinutes(2).toNanos());
    tools("alice");

    assertThat(changes.poll(20, TimeUnit.SECONDS)).isEqualTo("crm");
    assertThat(tools("alice")).contains("crm__put");
  }

  @Test
  void endsWhenThePolicyChanges() {
    assertThat(tools("alice")).contains("crm__get", "wiki__get");
    house.ruledBy(Rules.rules().grant("alice", "wiki/*"));

    assertThat(tools("alice")).contains("wiki__get").doesNotContain("crm__get");
    assertThat(tools("bob")).doesNotContain("__get");
  }

  @Test
  void ofListsThatCameAgainUnchangedGoesOn() {
    tools("alice");
    var version = house.views().version();
    house.views().refreshNow(crm.declared());

    assertThat(house.views().version()).isEqualTo(version);
  }
}
