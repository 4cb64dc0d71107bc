package dev.gatehouse.core.bridges;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.gateway.ScriptedServer;
import dev.gatehouse.core.upstream.AnswerHead.Form;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a session hears outside of its requests, and what it subscribes to. */
class AStandingStreamIsBridgedTest {
  private static final String URI = "{\"uri\":\"a:b\"}";
  private static final String DISCOVERED =
      "{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{\"listChanged\":true},"
          + "\"resources\":{\"subscribe\":true}}}";
  private static final String CHANGED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\",\"params\":{\"_meta\":"
          + "{\"io.modelcontextprotocol/subscriptionId\":\"x\",\"y\":1}}}";

  private final ScriptedServer server = ScriptedServer.modern("crm").tools("get");
  private Faced faced = new Faced(server);

  @BeforeEach
  void shakeHands() {
    server.on("server/discover", call -> call.result(DISCOVERED));
    server.on("subscriptions/listen", AStandingStreamIsBridgedTest::acknowledges);
    faced = Faced.with(server);
  }

  /** The server tells of all that it is asked for. */
  private static void acknowledges(ScriptedServer.Call call) {
    var asked = call.message();
    acknowledges(call, asked.listenFilter().text(asked.bytes()));
  }

  private static void acknowledges(ScriptedServer.Call call, String accepted) {
    call.head(200, Form.EVENTS)
        .message(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\","
                + "\"params\":{\"notifications\":"
                + accepted
                + "}}");
  }

  private ScriptedServer.Call listening() {
    return faced.last("subscriptions/listen");
  }

  private int listens() {
    return server.heard("subscriptions/listen").size();
  }

  @Test
  void asksForWhatTheServerOffersAndPassesItOn() {
    var heard = faced.listen();
    assertThat(heard.head()).isEqualTo("200 EVENTS");
    assertThat(listening().body())
        .contains("\"notifications\":{\"toolsListChanged\":true}", "clientInfo");
    assertThat(listening().outgoing.headers().method()).isEqualTo("subscriptions/listen");
    listening().message(CHANGED);

    assertThat(heard.said())
        .containsExactly(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\",\"params\":"
                + "{\"_meta\":{\"y\":1}}}");
    assertThat(faced.due).isEmpty();
  }

  @Test
  void isOneListenForAllStreamsAndToldToTheNewest() {
    var first = faced.listen();
    var second = faced.listen();
    listening().message(CHANGED);
    assertThat(listens()).isEqualTo(1);
    assertThat(first.said()).isEmpty();
    assertThat(second.said()).hasSize(1);

    second.cancel();
    listening().message(CHANGED);
    assertThat(first.said()).hasSize(1);
    assertThat(listening().isCancelled()).isFalse();
    first.cancel();
    assertThat(listening().isCancelled()).isTrue();
  }

  @Test
  void opensAnewForASubscriptionBeforeTheOldOneCloses() {
    var heard = faced.listen();
    var old = listening();
    server.silentOn("subscriptions/listen");
    var subscribed = faced.request("resources/subscribe", URI);

    assertThat(listening().body())
        .contains("\"toolsListChanged\":true,\"resourceSubscriptions\":[\"a:b\"]");
    assertThat(subscribed.isOver()).isFalse();
    assertThat(old.isCancelled()).isFalse();
    old.message(CHANGED);
    assertThat(heard.said()).hasSize(1);

    acknowledges(listening());
    assertThat(old.isCancelled()).isTrue();
    assertThat(subscribed.last()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}");
    assertThat(faced.due).isEmpty();
  }

  @Test
  void leavesASubscriptionOutAgain() {
    faced.listen();
    faced.request("resources/subscribe", URI);
    assertThat(faced.request("resources/unsubscribe", URI).last()).endsWith("\"result\":{}}");

    assertThat(listening().body()).doesNotContain("a:b");
    assertThat(listens()).isEqualTo(3);
    assertThat(server.heard("subscriptions/listen").get(1).isCancelled()).isTrue();
  }

  @Test
  void keepsSubscriptionsForAStreamThatComesLater() {
    assertThat(faced.request("resources/subscribe", URI).last()).endsWith("\"result\":{}}");
    assertThat(listens()).isZero();
    faced.listen();

    assertThat(listening().body()).contains("\"resourceSubscriptions\":[\"a:b\"]");
  }

  @Test
  void isToldWhatTheServerRefuses() {
    faced.listen();
    var old = listening();
    server.on(
        "subscriptions/listen", call -> call.error(200, "{\"code\":-32602,\"message\":\"none\"}"));
    assertThat(faced.request("resources/subscribe", URI).last())
        .contains("\"error\":{\"code\":-32603,\"message\":\"Not subscribed: none\"");

    assertThat(old.isCancelled()).isFalse();
    assertThat(faced.due).isEmpty();
    server.on("subscriptions/listen", AStandingStreamIsBridgedTest::acknowledges);
    faced.request("resources/subscribe", "{\"uri\":\"c:d\"}");
    assertThat(listening().body()).contains("[\"c:d\"]");
  }

  @Test
  void isToldWhatTheServerLeavesOut() {
    faced.listen();
    server.on("subscriptions/listen", call -> acknowledges(call, "{\"toolsListChanged\":true}"));

    assertThat(faced.request("resources/subscribe", URI).last())
        .contains("Not subscribed: the server does not tell of it");
    assertThat(listening().isCancelled()).isFalse();
  }

  @Test
  void leavesNoSubscriptionWithoutAnAnswer() {
    var heard = faced.listen();
    server.silentOn("subscriptions/listen");
    var subscribed = faced.request("resources/subscribe", URI);
    heard.cancel();

    assertThat(subscribed.last()).endsWith("\"result\":{}}");
    assertThat(faced.due).isEmpty();
    assertThat(listening().isCancelled()).isTrue();
  }

  @Test
  void waitsForAServerThatSaysNothingOnlySoLong() {
    faced.listen();
    server.silentOn("subscriptions/listen");
    var subscribed = faced.request("resources/subscribe", URI);
    faced.passes();

    assertThat(subscribed.last()).contains("Not subscribed");
    assertThat(listening().isCancelled()).isTrue();
  }

  @Test
  void isOpenedAgainWhenItBreaksAndLessAndLessOften() {
    faced.listen();
    var pauses = new java.util.ArrayList<Duration>();
    for (var i = 0; i < 9; i++) {
      listening().end();
      pauses.add(faced.passes());
    }

    assertThat(listens()).isEqualTo(10);
    assertThat(pauses).startsWith(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(pauses.getLast()).isEqualTo(Duration.ofMinutes(1));
    listening().message(CHANGED).end();
    assertThat(faced.passes()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void isNotOpenedAgainAgainstAServerThatRefusesIt() {
    server.on(
        "subscriptions/listen", call -> call.error(404, "{\"code\":-32601,\"message\":\"no\"}"));
    var heard = faced.listen();

    assertThat(heard.head()).isEqualTo("200 EVENTS");
    assertThat(heard.isOver()).isFalse();
    assertThat(faced.due).isEmpty();
  }

  @Test
  void asksForNothingOfAServerThatTellsNothing() {
    server.on(
        "server/discover",
        call ->
            call.result(
                "{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{}}}"));
    faced = Faced.with(server);

    assertThat(faced.listen().head()).isEqualTo("200 EVENTS");
    assertThat(faced.request("resources/subscribe", URI).last()).contains("-32601");
    assertThat(listens()).isZero();
  }

  @Test
  void endsWithTheSession() {
    var heard = faced.listen();
    faced.face.close();

    assertThat(listening().isCancelled()).isTrue();
    listening().message(CHANGED);
    assertThat(heard.said()).isEmpty();
    assertThat(faced.due).isEmpty();
    assertThat(faced.listen().head()).isEqualTo("202 EMPTY");
  }

  @Test
  void holdsOnlySoManySubscriptions() {
    for (var i = 0; i < 1_000; i++) {
      faced.request("resources/subscribe", "{\"uri\":\"a:" + i + "\"}");
    }

    assertThat(faced.request("resources/subscribe", URI).last()).contains("at most 1000");
  }
}
