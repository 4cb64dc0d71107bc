package dev.gatehouse.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.audit.Level;
import dev.gatehouse.core.gateway.Gateway.Threads;
import dev.gatehouse.core.guardrails.SecretsSettings.Action;
import dev.gatehouse.core.guardrails.SecretsSettings.In;
import dev.gatehouse.core.limits.FloodSettings;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.core.upstream.UpstreamFailure.Sent;
import dev.gatehouse.protocol.McpHeaders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The way of one call, stage by stage: what is refused, what the client sees, what the journal
 * holds. What has come at all is told in {@link FrontDoorTest}, what becomes of answers is told in
 * {@link AnAnswerComesBackTest}, sessions in {@link SessionsTest}, joined routes in {@link
 * JoinedRoutesTest}.
 */
class GatewayJourneyTest {
  private static final String DONE =
      "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}}";

  private static final String GET = "{\"name\":\"get_ticket\"}";

  @TempDir Path directory;
  House house = House.in(Path.of("."));
  ScriptedServer crm = ScriptedServer.modern("crm").tools("get_ticket", "update_ticket");

  @BeforeEach
  void build() {
    house = House.in(directory).with(crm).allowing("alice", "crm/get_*");
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Nested
  class ACallThatPasses {
    @Test
    void reachesTheServerAsItCame() {
      var reply = house.calls("alice", "/mcp/crm", "get_ticket");

      assertThat(reply).hasToString("200 " + DONE);
      var heard = crm.only("tools/call");
      assertThat(heard.body())
          .isEqualTo(
              "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"get_ticket\","
                  + Request.META
                  + "}}");
      assertThat(heard.outgoing.headers())
          .isEqualTo(
              new McpHeaders("2026-07-28", "tools/call", "get_ticket", null, null, List.of()));
    }

    @Test
    void isRecordedBeforeItLeavesAndBeforeItIsAnswered() {
      crm.on(
          "tools/call",
          call -> {
            assertThat(house.journal())
                .containsExactly("intent tools/call crm/get_ticket by roles.alice.grants[0]");
            call.result("{}");
          });
      house.calls("alice", "/mcp/crm", "get_ticket");

      assertThat(house.journal())
          .containsExactly(
              "intent tools/call crm/get_ticket by roles.alice.grants[0]", "outcome OK");
    }

    @Test
    void isTheSameOnAVirtualThread() {
      house.on(Threads.VIRTUAL);

      assertThat(house.calls("alice", "/mcp/crm", "get_ticket")).hasToString("200 " + DONE);
      assertThat(house.journal()).hasSize(2);
    }

    @Test
    void waitsForTheDiskWhereRecordsMustSurvivePowerLoss() {
      house.recordingAt(Level.DISK);

      assertThat(house.calls("alice", "/mcp/crm", "get_ticket")).hasToString("200 " + DONE);
      assertThat(house.journal()).hasSize(2);
    }

    @Test
    void takesOneRequestAtTheServer() {
      house.knowing(crm);
      var before = crm.heard().size();
      house.calls("alice", "/mcp/crm", "get_ticket");

      assertThat(crm.heard()).hasSize(before + 1);
    }
  }

  @Nested
  class ACallerWithoutACredential {
    @Test
    void isToldWhereToGetOneAndNothingElse() {
      house.key("alice");
      for (var credential : new String[] {null, "Bearer gth_nothing", "Basic YTpi"}) {
        var reply =
            house.send(Request.modern(credential, "/mcp/crm", "7", "tools/call", GET)).complete();

        assertThat(reply).hasToString("401 ");
        assertThat(reply.head().wwwAuthenticate())
            .isEqualTo("Bearer resource_metadata=\"http://gatehouse.test/x\"[]");
      }
      assertThat(house.journal())
          .hasSize(3)
          .allMatch(line -> line.startsWith("denied http/POST unauthenticated"));
      assertThat(crm.heard()).isEmpty();
    }

    @Test
    void isNotToldWhetherItsMessageIsSound() {
      house.key("alice");
      var reply = house.send(Request.post(null, "/mcp/crm", McpHeaders.NONE, "{")).complete();

      assertThat(reply).hasToString("401 ");
    }
  }

  @Nested
  class AFlood {
    @Test
    void isTurnedAwayBeforeAnythingElse() {
      house.flood(new FloodSettings(1_000, 1));
      house.calls("alice", "/mcp/crm", "get_ticket");
      var reply = house.calls("alice", "/mcp/crm", "get_ticket");

      assertThat(reply.status()).isEqualTo(429);
      assertThat(reply.head().retryAfterSeconds()).isEqualTo(1);
      assertThat(crm.heard("tools/call")).hasSize(1);
    }

    @Test
    void ofOneCallerIsTurnedAwayOnAllItsConnections() {
      house.flood(new FloodSettings(1, 1_000)).allowing("bob", "crm/*");
      house.key("bob");
      house.calls("alice", "/mcp/crm", "get_ticket");

      assertThat(house.calls("alice", "/mcp/crm", "get_ticket").status()).isEqualTo(429);
      assertThat(house.calls("bob", "/mcp/crm", "get_ticket").status()).isEqualTo(200);
    }

    @Test
    void isRecordedOnceAndThenAsANumber() {
      house.flood(new FloodSettings(1_000, 1));
      house.calls("alice", "/mcp/crm", "get_ticket");
      var before = house.journal().size();
      var first = house.calls("alice", "/mcp/crm", "get_ticket");
      for (var i = 0; i < 20; i++) {
        assertThat(house.calls("alice", "/mcp/crm", "get_ticket").body()).isEqualTo(first.body());
      }
      assertThat(house.journal()).hasSize(before + 1).last().asString().contains("flooding");

      house.nanos.addAndGet(FloodWindows.WINDOW_NANOS);
      house.gateway().recheck();
      house.gateway().recheck();
      house.gateway().settle();
      assertThat(house.journal())
          .hasSize(before + 2)
          .last()
          .asString()
          .startsWith("denied http/POST flooding: 20 more within 10 s of ");
    }

    @Test
    void isRecordedAsANumberAtTheEndAndBeforeTheNextOne() {
      house.flood(new FloodSettings(1, 1_000));
      house.calls("alice", "/mcp/crm", "get_ticket");
      var before = house.journal().size();
      house.calls("alice", "/mcp/crm", "get_ticket");
      house.calls("alice", "/mcp/crm", "get_ticket");
      house.gateway().settle();

      assertThat(house.journal()).hasSize(before + 2).last().asString().contains("1 more within");
    }

    @Test
    void countsACallOnceThoughItWaits() {
      house.flood(new FloodSettings(1, 1));

      assertThat(house.initialize("alice", "/mcp/crm").status()).isEqualTo(200);
    }
  }

  @Nested
  class WhatTheCallerMayNotKnow {
    @Test
    void readsTheSameWhetherHiddenOrNotExisting() {
      var hidden = house.calls("alice", "/mcp/crm", "update_ticket");
      var nothing = house.calls("alice", "/mcp/crm", "nothing_here");

      assertThat(hidden)
          .hasToString(
              "200 {\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32602,"
                  + "\"message\":\"Unknown tool: update_ticket\"}}");
      assertThat(nothing.toString().replace("nothing_here", "update_ticket"))
          .isEqualTo(hidden.toString());
      assertThat(nothing.head()).isEqualTo(hidden.head());
      assertThat(crm.heard()).isEmpty();
    }

    @Test
    void readsTheSameWhetherAServerIsUnapprovedUngrantedOrNotExisting() {
      var wild = ScriptedServer.modern("wild").tools("get_ticket");
      var other = ScriptedServer.modern("othr").tools("get_ticket");
      house.withUnapproved(wild).with(other).allowing("alice", "wild/*");
      var replies =
          List.of("wild", "othr", "none").stream()
              .map(server -> house.calls("alice", "/mcp/" + server, "get_ticket"))
              .toList();

      assertThat(replies.getFirst())
          .hasToString(
              "404 {\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32602,"
                  + "\"message\":\"Unknown server: wild\"}}");
      assertThat(replies.stream().map(it -> it.toString().replaceFirst("wild|othr|none", "x")))
          .containsOnly(replies.getFirst().toString().replace("wild", "x"));
      assertThat(wild.heard()).isEmpty();
      assertThat(other.heard()).isEmpty();
    }

    @Test
    void isToldApartInTheJournalOnly() {
      house.calls("alice", "/mcp/crm", "update_ticket");

      assertThat(house.journal())
          .containsExactly("denied tools/call unknown: no role of the caller grants it");
    }
  }

  @Nested
  class ACondition {
    @Test
    void thatSaysNoIsToldToTheModelWithoutItsText() {
      house.rules.grant(
          "alice",
          List.of("crm/update_*"),
          Optional.of("args.priority != \"urgent\""),
          Optional.of("Choose another priority."));
      var reply = update("urgent");

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body())
          .startsWith(
              "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[{\"type\":\"text\","
                  + "\"text\":\"Not done. Choose another priority.\"}],\"isError\":true,"
                  + "\"resultType\":\"complete\",\"_meta\":{\"dev.gatehouse/refusal\":{"
                  + "\"kind\":\"condition\",\"rule\":\"roles.alice.grants[1]\",\"reference\":\"r-")
          .doesNotContain("urgent");
      assertThat(crm.heard()).isEmpty();
      assertThat(house.journal())
          .containsExactly(
              "denied tools/call condition by roles.alice.grants[1]: a condition does not hold");
      assertThat(update("low").status()).isEqualTo(200);
      assertThat(crm.heard("tools/call")).hasSize(1);
    }

    private CapturedReply update(String priority) {
      return house.modern(
          "alice",
          "/mcp/crm",
          "tools/call",
          "{\"name\":\"update_ticket\",\"arguments\":{\"priority\":\"" + priority + "\"}}");
    }
  }

  @Nested
  class ALimit {
    @Test
    void thatIsReachedIsToldToTheModelWithATime() {
      house.limited(1, Duration.ofMinutes(1));
      house.calls("alice", "/mcp/crm", "get_ticket");
      var reply = house.calls("alice", "/mcp/crm", "get_ticket");

      assertThat(reply.body())
          .contains("Not done: the limit of", "Try again in 60 s", "\"retryAfterMs\":60000");
      assertThat(crm.heard("tools/call")).hasSize(1);
      assertThat(house.journal()).last().asString().startsWith("denied tools/call limit by");
    }

    @Test
    void isNotUsedUpByACallThatDoesNotLeave() {
      house.limited(1, Duration.ofMinutes(1)).guardedBy(Guards.secrets(In.ARGUMENTS, Action.BLOCK));
      var blocked = "{\"name\":\"get_ticket\",\"arguments\":{\"id\":\"" + Guards.TOKEN + "\"}}";
      house.modern("alice", "/mcp/crm", "tools/call", blocked);

      assertThat(house.calls("alice", "/mcp/crm", "get_ticket")).hasToString("200 " + DONE);
    }

    @Test
    void onCallsAtOnceHasRoomAgainWhenACallIsOver() {
      house.limitedAtOnce(1).knowing(crm);
      crm.silentOn("tools/call");
      var first =
          house.send(Request.modern(house.key("alice"), "/mcp/crm", "1", "tools/call", GET));
      var second = house.calls("alice", "/mcp/crm", "get_ticket");
      crm.only("tools/call").result("{}");

      assertThat(first.isComplete()).isTrue();
      assertThat(second.body()).contains("\"kind\":\"limit\"");
      house.send(Request.modern(house.key("alice"), "/mcp/crm", "3", "tools/call", GET));
      assertThat(crm.heard("tools/call")).hasSize(2);
    }
  }

  @Nested
  class AGuardrailOnArguments {
    private final String secret =
        "{\"name\":\"get_ticket\",\"arguments\":{\"id\":\"" + Guards.TOKEN + "\"}}";

    @Test
    void thatBlocksNamesWhatItFoundAndNotTheSecret() {
      house.guardedBy(Guards.secrets(In.ARGUMENTS, Action.BLOCK));
      var reply = house.modern("alice", "/mcp/crm", "tools/call", secret);

      assertThat(reply.body())
          .contains("the arguments contain what looks like a github token", "\"isError\":true")
          .doesNotContain(Guards.TOKEN);
      assertThat(crm.heard("tools/call")).isEmpty();
      assertThat(house.journal())
          .containsExactly(
              "denied tools/call guardrail by guardrails[0]: github token in arguments");
    }

    @Test
    void thatMasksLetsTheRestPass() {
      house.guardedBy(Guards.secrets(In.ARGUMENTS, Action.MASK));
      house.modern("alice", "/mcp/crm", "tools/call", secret);

      assertThat(crm.only("tools/call").body())
          .contains("{\"id\":\"[masked github token]\"}")
          .doesNotContain(Guards.TOKEN);
    }
  }

  @Nested
  class AServerOfTheOtherEra {
    @Test
    void isCalledInASessionForAClientOfTheModernEra() {
      var old = ScriptedServer.legacy("old").tools("get_ticket");
      house.with(old).allowing("alice", "old/*");
      var discover = house.modern("alice", "/mcp/old", "server/discover", "{}");
      var call = house.calls("alice", "/mcp/old", "get_ticket");
      var joined = house.calls("alice", "/mcp", "old__get_ticket");

      assertThat(discover.body()).contains("\"supportedVersions\":[\"2026-07-28\"]");
      assertThat(call.body()).contains("\"id\":7", "\"done\"", "\"resultType\":\"complete\"");
      assertThat(joined.body()).contains("\"done\"", "\"resultType\":\"complete\"");
      assertThat(old.heard("tools/call").getFirst().outgoing.headers().sessionId()).isNotNull();
      assertThat(old.heard("tools/call"))
          .allSatisfy(sent -> assertThat(sent.body()).doesNotContain("modelcontextprotocol"));
      assertThat(house.journal()).last().isEqualTo("outcome OK");
    }

    @Test
    void isNotReachedInASessionByWhomNothingIsGranted() {
      var old = ScriptedServer.legacy("old").tools("get_ticket");
      house.with(old).allowing("alice", "old/get_*");
      var call = house.calls("bob", "/mcp/old", "get_ticket");
      var other = house.calls("alice", "/mcp/old", "drop");

      assertThat(call.status()).isEqualTo(404);
      assertThat(other.body()).contains("Unknown tool");
      assertThat(old.heard()).isEmpty();
    }
  }

  @Nested
  class AServerThatIsDown {
    @Test
    void isToldToTheModelWithoutItsAddress() {
      crm.on("tools/call", call -> call.fails(Cause.UNREACHABLE, Sent.NO));
      var reply = house.calls("alice", "/mcp/crm", "get_ticket");

      assertThat(reply.body())
          .contains("does not answer at the moment", "\"retryAfterMs\":5000")
          .doesNotContain("10.1.2.3");
      assertThat(house.journal()).last().isEqualTo("outcome UPSTREAM_FAILED upstream-down");
    }

    @Test
    void isLeftAloneAfterThreeFailures() {
      crm.on("tools/call", call -> call.fails(Cause.UNREACHABLE, Sent.NO));
      for (var i = 0; i < 3; i++) {
        house.calls("alice", "/mcp/crm", "get_ticket");
      }
      var reply = house.calls("alice", "/mcp/crm", "get_ticket");

      assertThat(crm.heard("tools/call")).hasSize(3);
      assertThat(reply.body()).contains("\"kind\":\"upstream-down\"", "\"retryAfterMs\":1000");
      assertThat(house.journal()).last().asString().startsWith("denied tools/call upstream-down");
    }
  }

  @Nested
  class AJournalThatTakesNothing {
    @Test
    void letsNothingThrough() {
      house.closeJournal();
      var reply = house.calls("alice", "/mcp/crm", "get_ticket");

      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.head().retryAfterSeconds()).isEqualTo(5);
      assertThat(reply.body()).contains("-31007", "cannot decide or record");
      assertThat(crm.heard("tools/call")).isEmpty();
    }

    @Test
    void letsNoSessionBegin() {
      var old = ScriptedServer.legacy("old").tools("get_ticket");
      house.with(old).allowing("alice", "old/*");
      house.closeJournal();

      assertThat(house.initialize("alice", "/mcp/old").status()).isEqualTo(503);
      assertThat(old.heard()).isEmpty();
      assertThat(house.initialize("alice", "/mcp").status()).isEqualTo(503);
      assertThat(house.sessions().count()).isZero();
    }

    @Test
    void isNoObstacleWhereSettingsSaySo() {
      house.allowingUnrecorded();
      house.closeJournal();

      assertThat(house.calls("alice", "/mcp/crm", "get_ticket")).hasToString("200 " + DONE);
    }

    @Test
    void withholdsTheAnswerOfACallThatHasLeft() {
      crm.on(
          "tools/call",
          call -> {
            house.closeJournal();
            call.result("{\"content\":[]}");
          });
      var reply = house.calls("alice", "/mcp/crm", "get_ticket");

      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.body()).doesNotContain("content\":[]").contains("not-recorded");
    }
  }
}
