package dev.gatehouse.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.gateway.Arrival.Verb;
import dev.gatehouse.core.gateway.Gateway.Threads;
import dev.gatehouse.core.upstream.AnswerHead.Form;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.core.upstream.UpstreamFailure.Sent;
import dev.gatehouse.protocol.McpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many servers as one: {@code /mcp} and toolsets. */
class JoinedRoutesTest {
  @TempDir Path directory;
  House house = House.in(Path.of("."));
  ScriptedServer crm = ScriptedServer.modern("crm").tools("get", "put");
  ScriptedServer wiki = ScriptedServer.modern("wiki").tools("get");
  ScriptedServer old = ScriptedServer.legacy("old").tools("get");

  @BeforeEach
  void build() {
    house =
        House.in(directory)
            .with(crm)
            .with(wiki)
            .with(old)
            .allowing("alice", "crm/get", "wiki/*", "old/*");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private String list(String caller, String path) {
    return house.modern(caller, path, "tools/list", "{}").body();
  }

  private CapturedReply callInSession(String session, String tool) {
    return house.legacy("alice", "/mcp", session, "tools/call", "{\"name\":\"" + tool + "\"}");
  }

  @Nested
  class AList {
    @Test
    void holdsWhatTheCallerCouldCallOfServersOfEitherEra() {
      assertThat(list("alice", "/mcp"))
          .isEqualTo(
              "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"tools\":["
                  + ScriptedServer.tool("crm__get")
                  + ","
                  + ScriptedServer.tool("old__get")
                  + ","
                  + ScriptedServer.tool("wiki__get")
                  + "],\"resultType\":\"complete\",\"ttlMs\":5000,\"cacheScope\":\"private\"}}");
    }

    @Test
    void inASessionHoldsTheServersOfBothEras() {
      var session = house.session("alice", "/mcp");

      assertThat(house.legacy("alice", "/mcp", session, "tools/list", "{}").body())
          .isEqualTo(
              "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"tools\":["
                  + ScriptedServer.tool("crm__get")
                  + ","
                  + ScriptedServer.tool("old__get")
                  + ","
                  + ScriptedServer.tool("wiki__get")
                  + "]}}");
    }

    @Test
    void ofOneServerKeepsBytesAndLosesWhatIsNotGranted() {
      assertThat(list("alice", "/mcp/crm"))
          .isEqualTo(
              "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"tools\":["
                  + ScriptedServer.tool("get")
                  + "],\"ttlMs\":5000,\"cacheScope\":\"private\"}}");
    }

    @Test
    void isEqualToWhatCanBeCalled() {
      house.rules.grantWhen("bob", "crm/put", "args.really == true");
      house.rules.grant("bob", "wiki/*").forbid("wiki/get");
      house.key("bob");
      var listed = list("bob", "/mcp");

      for (var name : List.of("crm__get", "crm__put", "wiki__get", "old__get")) {
        var known = !house.calls("bob", "/mcp", name).body().contains("Unknown tool");
        assertThat(listed.contains("\"" + name + "\"")).as(name).isEqualTo(known);
      }
      assertThat(listed).contains("crm__put").doesNotContain("wiki__get");
    }

    @Test
    void isTheSameOnAVirtualThread() {
      house.on(Threads.VIRTUAL);

      assertThat(list("alice", "/mcp")).contains("crm__get", "wiki__get");
    }

    @Test
    void asksTheServersOnce() {
      list("alice", "/mcp");
      var heard = crm.heard().size();
      list("alice", "/mcp");
      list("alice", "/mcp");

      assertThat(crm.heard()).hasSize(heard);
    }

    @Test
    void saysWhichServersAreMissingButOnlyThoseThatTheCallerMayReach() {
      wiki.on("server/discover", call -> call.fails(Cause.UNREACHABLE, Sent.NO));
      house.allowing("bob", "crm/*");
      house.key("bob");

      assertThat(list("alice", "/mcp"))
          .contains("\"_meta\":{\"dev.gatehouse/partial\":{\"servers\":[\"wiki\"]}}");
      assertThat(list("bob", "/mcp")).doesNotContain("wiki");
    }

    @Test
    void onAToolsetHoldsWhatTheToolsetNames() {
      house.rules.toolset("reading", "wiki/*", "crm/put");

      assertThat(list("alice", "/mcp/t/reading"))
          .contains("wiki__get")
          .doesNotContain("crm__get", "crm__put");
    }
  }

  @Nested
  class AListOfManyPages {
    @Test
    void isReadPageByPageWithoutGapsOrRepeats() {
      var names = IntStream.range(0, 600).mapToObj("tool_%03d"::formatted).toList();
      crm.tools(names.toArray(String[]::new));
      house.allowing("bob", "crm/*");
      house.key("bob");
      var read = new java.util.ArrayList<String>();
      var params = "{}";
      var pages = 0;
      while (params != null) {
        var page = house.modern("bob", "/mcp", "tools/list", params).body();
        names(page).forEach(read::add);
        var next = cursor(page);
        params = next.isEmpty() ? null : "{\"cursor\":\"" + next + "\"}";
        pages++;
      }

      assertThat(pages).isEqualTo(3);
      assertThat(read).isEqualTo(names.stream().map(name -> "crm__" + name).toList());
    }

    @Test
    void losesNothingWhenItsItemsAreLarge() {
      var large = "x".repeat(20_000);
      var tools =
          IntStream.range(0, 100)
              .mapToObj(i -> "{\"name\":\"t%02d\",\"description\":\"%s\"}".formatted(i, large))
              .toList();
      old.offers("tools", tools);
      house.allowing("bob", "old/*");
      var session = house.session("bob", "/mcp");
      var first = house.legacy("bob", "/mcp", session, "tools/list", "{}").body();
      var params = "{\"cursor\":\"" + cursor(first) + "\"}";
      var second = house.legacy("bob", "/mcp", session, "tools/list", params).body();

      assertThat(names(first).size() + names(second).size()).isEqualTo(100);
    }

    @Test
    void hasCursorsThatServeNobodyElseAndNoOtherList() {
      crm.tools(IntStream.range(0, 300).mapToObj(i -> "t" + i).toArray(String[]::new));
      house.allowing("bob", "crm/*").allowing("carol", "crm/*");
      house.rules.toolset("all", "crm/*");
      house.key("carol");
      var params = "{\"cursor\":\"" + cursor(list("bob", "/mcp")) + "\"}";

      assertThat(house.modern("bob", "/mcp", "tools/list", params).body()).contains("\"tools\":[{");
      assertThat(house.modern("carol", "/mcp", "tools/list", params).body()).contains("-32602");
      assertThat(house.modern("bob", "/mcp", "prompts/list", params).body()).contains("-32602");
      assertThat(house.modern("bob", "/mcp/t/all", "tools/list", params).body()).contains("-32602");
      assertThat(house.modern("bob", "/mcp", "tools/list", "{\"cursor\":\"x\"}").body())
          .contains("-32602");
    }

    private static List<String> names(String page) {
      return java.util.regex.Pattern.compile("\"name\":\"([^\"]+)\"")
          .matcher(page)
          .results()
          .map(found -> found.group(1))
          .toList();
    }

    private static String cursor(String page) {
      var at = page.indexOf("\"nextCursor\":\"");
      return at < 0 ? "" : page.substring(at + 14, page.indexOf('"', at + 14));
    }
  }

  @Nested
  class ACall {
    @Test
    void reachesItsServerUnderItsOwnName() {
      var reply = house.calls("alice", "/mcp", "crm__get");

      assertThat(reply.body()).contains("done");
      assertThat(crm.only("tools/call").body()).contains("\"name\":\"get\"");
      assertThat(crm.only("tools/call").outgoing.headers().name()).isEqualTo("get");
      assertThat(wiki.heard("tools/call")).isEmpty();
      assertThat(house.journal())
          .contains("intent tools/call crm/get by roles.alice.grants[0]", "outcome OK");
    }

    @Test
    void readsTheSameWhetherHiddenOrNotExisting() {
      var hidden = house.calls("alice", "/mcp", "crm__put");
      var none = house.calls("alice", "/mcp", "crm__pot");

      assertThat(hidden)
          .hasToString(
              "200 {\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32602,"
                  + "\"message\":\"Unknown tool: crm__put\"}}");
      assertThat(none.toString().replace("pot", "put")).isEqualTo(hidden.toString());
    }

    @Test
    void stopsAtTheEdgeOfItsToolset() {
      house.rules.toolset("reading", "wiki/*");

      assertThat(house.calls("alice", "/mcp/t/reading", "wiki__get").body()).contains("done");
      assertThat(house.calls("alice", "/mcp/t/reading", "crm__get").body())
          .contains("Unknown tool: crm__get");
      assertThat(house.calls("alice", "/mcp/t/none", "crm__get"))
          .hasToString(
              "404 {\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32602,"
                  + "\"message\":\"Unknown toolset: none\"}}");
    }

    @Test
    void underAConditionIsDecidedByTheServersOwnName() {
      house.rules.grant(
          "bob", List.of("crm/put"), Optional.of("args.id == \"1\""), Optional.of("Only one."));
      house.key("bob");

      assertThat(house.calls("bob", "/mcp", "crm__put").body()).contains("Not done. Only one.");
    }

    @Test
    void thatMustFetchTheListsFirstIsTheSame() {
      var first = house.calls("alice", "/mcp", "crm__get");
      var second = house.calls("alice", "/mcp", "crm__get");

      assertThat(first).hasToString(second.toString());
    }
  }

  @Nested
  class ASession {
    @Test
    void endsAtTheGatewayAndOpensServersWhenTheyAreNeeded() {
      var hello = house.initialize("alice", "/mcp");
      assertThat(hello.body()).contains("\"name\":\"gatehouse\"");
      assertThat(old.heard()).doesNotContain("tools/call");
      assertThat(old.heard("initialize")).hasSize(1); // the gateway's own, for its lists
      var reply = callInSession(hello.sessionId(), "old__get");

      assertThat(reply.body()).contains("done");
      assertThat(old.only("tools/call").outgoing.headers().sessionId()).startsWith("s-");
    }

    @Test
    void isOfTheOldestRevisionOnlyWhereTheListenerSaysSo() {
      assertThat(greeting(null)).contains("\"protocolVersion\":\"2025-11-25\"");
      assertThat(greeting("2024-11-05")).contains("\"protocolVersion\":\"2024-11-05\"");
    }

    private String greeting(@Nullable String header) {
      var usual = Request.initialize(house.key("alice"), "/mcp");
      var body =
          new String(usual.body(), StandardCharsets.UTF_8).replace("2025-11-25", "2024-11-05");
      var headers = new McpHeaders(header, null, null, null, null, List.of());
      return house
          .send(Request.post(usual.authorization(), "/mcp", headers, body))
          .complete()
          .body();
    }

    @Test
    void answersPingsAndLevelsItself() {
      var session = house.session("alice", "/mcp");

      assertThat(house.legacy("alice", "/mcp", session, "ping", "{}").body()).contains("{}");
      var level = "{\"level\":\"debug\"}";
      assertThat(house.legacy("alice", "/mcp", session, "logging/setLevel", level).status())
          .isEqualTo(200);
      assertThat(old.heard()).doesNotContain("ping", "logging/setLevel");
    }

    @Test
    void tellsTheLogLevelToSessionsThatAreOpenedLater() {
      old.offers("logging", List.of());
      var session = house.session("alice", "/mcp");
      var unknown = "{\"level\":\"loud\"}";
      house.legacy("alice", "/mcp", session, "logging/setLevel", "{\"level\":\"debug\"}");
      var refused = house.legacy("alice", "/mcp", session, "logging/setLevel", unknown);
      callInSession(session, "old__get");

      assertThat(refused.body()).contains("-32602");
      assertThat(old.only("logging/setLevel").body()).contains("{\"level\":\"debug\"}");
    }

    @Test
    void asksAServerForItsStreamOnceAndNotAgainWhenItHasNone() {
      var session = house.session("alice", "/mcp");
      for (var i = 0; i < 3; i++) {
        callInSession(session, "old__get");
      }

      assertThat(old.heard("tools/call")).hasSize(3);
      assertThat(old.heard("GET")).hasSize(1);
    }

    @Test
    void givesQuestionsNumbersOfItsOwn() {
      old.silentOn("GET");
      var session = house.session("alice", "/mcp");
      var stream = house.send(Request.without(Verb.GET, house.key("alice"), "/mcp", session));
      callInSession(session, "old__get");
      old.only("GET")
          .head(200, Form.EVENTS)
          .message("{\"jsonrpc\":\"2.0\",\"id\":\"q1\",\"method\":\"roots/list\"}");
      house.send(
          Request.inSession(
              house.key("alice"),
              "/mcp",
              session,
              "{\"jsonrpc\":\"2.0\",\"id\":\"g-1\",\"result\":{\"roots\":[]}}"));

      assertThat(stream.events())
          .containsExactly("{\"jsonrpc\":\"2.0\",\"id\":\"g-1\",\"method\":\"roots/list\"}");
      assertThat(old.only("answer").body())
          .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"q1\",\"result\":{\"roots\":[]}}");
    }

    @Test
    void survivesAServerThatSaysNotFound() {
      var session = house.session("alice", "/mcp");
      old.on("tools/call", call -> call.error(404, "{\"code\":-32001,\"message\":\"gone\"}"));

      assertThat(callInSession(session, "old__get").status()).isEqualTo(200);
    }

    @Test
    void endsItsStreamsAtClientAndServer() {
      old.silentOn("GET");
      var session = house.session("alice", "/mcp");
      var stream = house.send(Request.without(Verb.GET, house.key("alice"), "/mcp", session));
      callInSession(session, "old__get");
      house.send(Request.without(Verb.DELETE, house.key("alice"), "/mcp", session));

      assertThat(stream.isComplete()).isTrue();
      assertThat(old.only("GET").isCancelled()).isTrue();
    }

    @Test
    void isReapedWhenItsStreamIsGone() {
      var session = house.session("alice", "/mcp");
      var stream = house.send(Request.without(Verb.GET, house.key("alice"), "/mcp", session));
      house.nanos.addAndGet(Duration.ofHours(2).toNanos());
      house.sessions().reap();
      assertThat(house.sessions().count()).isEqualTo(1);
      stream.leave();
      house.sessions().reap();

      assertThat(house.sessions().count()).isZero();
    }
  }

  @Nested
  class Changes {
    @Test
    void areToldToWhoAskedForThem() {
      var key = house.key("alice");
      var params = "{\"notifications\":{\"toolsListChanged\":true}}";
      var hears = house.send(Request.modern(key, "/mcp", "\"s\"", "subscriptions/listen", params));
      house.gateway().listsChanged();

      var id = "\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":\"s\"}";
      assertThat(hears.events())
          .containsExactly(
              "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\","
                  + "\"params\":{\"notifications\":{\"toolsListChanged\":true},"
                  + id
                  + "}}",
              "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\",\"params\":{"
                  + id
                  + "}}");
    }

    @Test
    void areNotToldToWhoHasLeft() {
      var session = house.session("alice", "/mcp");
      var stream = house.send(Request.without(Verb.GET, house.key("alice"), "/mcp", session));
      stream.leave();
      house.gateway().listsChanged();

      assertThat(stream.events()).isEmpty();
    }

    @Test
    void wakeNobodyWhileTheJournalTakesNothing() {
      house.key("alice");
      house.closeJournal();
      var params = "{\"notifications\":{}}";

      assertThat(house.modern("alice", "/mcp", "subscriptions/listen", params).status())
          .isEqualTo(503);
    }
  }
}
