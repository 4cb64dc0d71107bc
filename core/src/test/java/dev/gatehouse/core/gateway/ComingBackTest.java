package dev.gatehouse.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.gateway.Arrival.Verb;
import dev.gatehouse.core.guardrails.SecretsSettings.Action;
import dev.gatehouse.core.guardrails.SecretsSettings.In;
import dev.gatehouse.core.policy.Rules;
import dev.gatehouse.core.upstream.AnswerHead.Form;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Legacy clients that leave calls at servers of the modern era, and read on by an event's id. */
class ComingBackTest {
  private static final String CRM = "/mcp/crm";
  private static final String DONE = "{\"content\":[],\"resultType\":\"complete\"}";
  private static final String ASKS =
      "{\"resultType\":\"input_required\",\"inputRequests\":{\"n\":{\"method\":\"elicitation/create\","
          + "\"params\":{\"message\":\"m\"}}},\"requestState\":\"theirs\"}";

  @TempDir Path directory;
  House house = House.in(Path.of("."));
  ScriptedServer crm = ScriptedServer.modern("crm").tools("get");
  int opened;

  @BeforeEach
  void build() {
    house = House.in(directory).with(crm).allowing("alice", "crm/*").allowing("bob", "crm/*");
    house.key("alice");
    house.key("bob");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private String session(String caller, String path) {
    house.views().refreshNow(crm.declared());
    var session = house.session(caller, path);
    crm.on("tools/call", call -> call.result(DONE));
    house.legacy(caller, path, session, "tools/call", tool(path)); // opens what is not yet open
    crm.silentOn("tools/call");
    opened = crm.heard("tools/call").size();
    return session;
  }

  private static String tool(String path) {
    return "{\"name\":\"" + (path.equals("/mcp") ? "crm__get" : "get") + "\"}";
  }

  /** How often the server was asked since then. */
  private int times() {
    return crm.heard("tools/call").size() - opened;
  }

  /** Calls the tool, which has begun to answer. */
  private CapturedReply calls(String path, String session) {
    var key = house.key("alice");
    var reply = house.send(Request.legacy(key, path, session, "7", "tools/call", tool(path)));
    call().head(200, Form.EVENTS);
    return reply;
  }

  private ScriptedServer.Call call() {
    return crm.heard("tools/call").getLast();
  }

  private static String progress(int number) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":"
        + "{\"progressToken\":\"t\",\"progress\":"
        + number
        + "}}";
  }

  private static String answer() {
    return "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[]}}";
  }

  private void answers() {
    var call = call();
    call.message(call.answer("result", DONE)).end();
  }

  private CapturedReply comesBack(String caller, String path, String session, String after) {
    return house.send(Request.after(house.key(caller), path, session, after));
  }

  private static String seen(CapturedReply reply) {
    return reply.isAnswered() ? reply.toString() : "nothing yet";
  }

  /** What a client gets that comes back by an id that nobody has given out. */
  private String unknown(String caller, String path, String session) {
    return seen(comesBack(caller, path, session, "e-1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {CRM, "/mcp"})
  void hearsTheRestOnce(String path) {
    var session = session("alice", path);
    var first = calls(path, session);
    call().message(progress(1)).message(progress(2));
    first.leave();
    call().message(progress(3));
    var back = comesBack("alice", path, session, first.eventIds().getFirst());
    call().message(progress(4));
    answers();

    assertThat(first.events()).containsExactly(progress(1), progress(2));
    assertThat(back.complete().events())
        .containsExactly(progress(2), progress(3), progress(4), answer());
    assertThat(back.eventIds().getFirst()).isEqualTo(first.eventIds().getLast());
    assertThat(back.eventIds()).doesNotHaveDuplicates();
    assertThat(times()).isEqualTo(1);
    assertThat(house.journal()).contains("intent http/GET null/null by http/GET");
  }

  @Test
  void hearsAllFromWhereTheStreamBegan() {
    var session = session("alice", CRM);
    var first = calls(CRM, session);
    first.leave();
    call().message(progress(1));
    answers();

    assertThat(comesBack("alice", CRM, session, first.marks().getFirst()).complete().events())
        .containsExactly(progress(1), answer());
  }

  @Test
  void isNotToldWhereAStreamBeganWhenItIsOlder() {
    house.views().refreshNow(crm.declared());
    crm.silentOn("tools/call");
    var hello = Request.initialize(house.key("alice"), CRM, "2025-06-18");
    var session = house.send(hello).complete().sessionId();
    var first = calls(CRM, session);
    call().message(progress(1)).message(progress(2));
    first.leave();
    answers();

    assertThat(first.marks()).isEmpty();
    assertThat(comesBack("alice", CRM, session, first.eventIds().getFirst()).complete().events())
        .containsExactly(progress(2), answer());
  }

  @ParameterizedTest
  @ValueSource(strings = {CRM, "/mcp"})
  void comesBackForAWhileAfterTheAnswer(String path) {
    var session = session("alice", path);
    var first = calls(path, session);
    call().message(progress(1));
    first.leave();
    answers();
    var id = first.eventIds().getFirst();

    assertThat(comesBack("alice", path, session, id).complete().events()).containsExactly(answer());
    house.nanos.addAndGet(Replays.KEPT.toNanos() + 1);
    assertThat(seen(comesBack("alice", path, session, id)))
        .isEqualTo(unknown("alice", path, session));
  }

  @ParameterizedTest
  @ValueSource(strings = {CRM, "/mcp"})
  void knowsNothingOfOtherSessions(String path) {
    var session = session("alice", path);
    var first = calls(path, session);
    call().message(progress(1)).message(progress(2));
    var id = first.eventIds().getFirst();
    var other = session("alice", path);
    var bobs = session("bob", path);

    assertThat(seen(comesBack("alice", path, other, id))).isEqualTo(unknown("alice", path, other));
    assertThat(seen(comesBack("bob", path, bobs, id))).isEqualTo(unknown("bob", path, bobs));
    assertThat(comesBack("bob", path, session, id).complete().status()).isEqualTo(404);
    assertThat(first.isComplete()).isFalse();
  }

  @Test
  void cannotAlterAnId() {
    var session = session("alice", CRM);
    var first = calls(CRM, session);
    call().message(progress(1)).message(progress(2));
    var id = first.eventIds().getLast();
    var altered = id.replace(".2.", ".1.");

    assertThat(altered).isNotEqualTo(id);
    assertThat(seen(comesBack("alice", CRM, session, altered)))
        .isEqualTo(unknown("alice", CRM, session));
    assertThat(first.isComplete()).isFalse();
  }

  @Test
  void takesOverFromItself() {
    var session = session("alice", CRM);
    var first = calls(CRM, session);
    call().message(progress(1));
    first.fillUp();
    call().message(progress(2));
    assertThat(call().isPaused()).isTrue();
    var back = comesBack("alice", CRM, session, first.eventIds().getFirst());
    assertThat(call().isPaused()).isFalse();
    call().message(progress(3));
    back.fillUp();
    call().message(progress(4));
    assertThat(call().isPaused()).isTrue();
    back.drain();
    assertThat(call().isPaused()).isFalse();
    answers();

    assertThat(first.complete().events()).containsExactly(progress(1), progress(2));
    assertThat(back.complete().events())
        .containsExactly(progress(2), progress(3), progress(4), answer());
  }

  @Test
  void hearsWhatWasInspected() {
    house.guardedBy(Guards.secrets(In.BOTH, Action.MASK));
    var session = session("alice", CRM);
    var first = calls(CRM, session);
    call().message(progress(1));
    first.leave();
    call().message(progress(2).replace("}}", ",\"message\":\"" + Guards.TOKEN + "\"}}"));
    var call = call();
    call.message(call.answer("result", DONE.replace("[]", "[\"" + Guards.TOKEN + "\"]"))).end();
    var back = comesBack("alice", CRM, session, first.eventIds().getFirst()).complete();

    assertThat(back.events()).hasSize(2);
    assertThat(back.toString()).doesNotContain(Guards.TOKEN);
  }

  @Test
  void hearsNoMoreThanItMay() {
    var session = session("alice", "/mcp");
    var first = calls("/mcp", session);
    call().message(progress(1));
    first.leave();
    var back = comesBack("alice", "/mcp", session, first.eventIds().getFirst());
    house.ruledBy(Rules.rules().grant("alice", "other/*")).gateway().recheck();
    answers();

    assertThat(back.complete().events()).doesNotContain(answer());
    assertThat(comesBack("alice", "/mcp", session, first.eventIds().getFirst()).complete().status())
        .isEqualTo(404);
  }

  @Test
  void isNobodyWithoutItsKey() {
    var session = session("alice", CRM);
    var first = calls(CRM, session);
    call().message(progress(1));
    first.leave();
    var back = comesBack("alice", CRM, session, first.eventIds().getFirst());
    house.revoking("alice").gateway().recheck();

    assertThat(back.complete().events()).isEmpty();
    assertThat(call().isCancelled()).isTrue();
    assertThat(comesBack("alice", CRM, session, first.eventIds().getFirst()).complete().status())
        .isEqualTo(401);
  }

  @Test
  void endsWithItsSession() {
    var session = session("alice", CRM);
    var first = calls(CRM, session);
    call().message(progress(1));
    first.leave();
    var back = comesBack("alice", CRM, session, first.eventIds().getFirst());
    house.send(Request.without(Verb.DELETE, house.key("alice"), CRM, session)).complete();

    assertThat(back.complete().events()).isEmpty();
    assertThat(comesBack("alice", CRM, session, first.eventIds().getFirst()).complete().status())
        .isEqualTo(404);
  }

  @Test
  void getsAQuestionThatWasAskedMeanwhile() {
    var session = session("alice", CRM);
    var first = calls(CRM, session);
    first.leave();
    call().message(call().answer("result", ASKS)).end();
    house.nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    house.gateway().recheck();
    var back = comesBack("alice", CRM, session, first.marks().getFirst());
    assertThat(back.events()).singleElement().asString().contains("elicitation/create");
    house
        .send(
            Request.inSession(
                house.key("alice"),
                CRM,
                session,
                "{\"jsonrpc\":\"2.0\",\"id\":\"gatehouse-asks-1\",\"result\":"
                    + "{\"action\":\"decline\"}}"))
        .complete();
    assertThat(times()).isEqualTo(2);
    var again = call();
    again.result(DONE);

    assertThat(again.outgoing.body()).asString().contains("\"action\":\"decline\"");
    assertThat(back.complete().events().getLast()).isEqualTo(answer());
  }

  @ParameterizedTest
  @ValueSource(strings = {CRM, "/mcp"})
  void isNotWaitedForLongerThanItsCallMayTake(String path) {
    var session = session("alice", path);
    var first = calls(path, session);
    call().message(progress(1));
    var asking = call();
    first.leave();
    asking.message(asking.answer("result", ASKS)).end();
    house.nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    house.gateway().recheck();
    assertThat(times()).isEqualTo(1);

    house.nanos.addAndGet(1);
    house.gateway().recheck();
    assertThat(times()).isEqualTo(2);
    assertThat(call().outgoing.body()).asString().contains("{\"action\":\"cancel\"}");
    call().result(ASKS);
    assertThat(times()).isEqualTo(3);
    call().result(DONE);
    assertThat(house.journal()).last().isEqualTo("outcome OK");
    assertThat(comesBack("alice", path, session, first.eventIds().getFirst()).complete().events())
        .contains(answer());
  }

  @Test
  void isNotWaitedForWhenWhatItCouldComeBackToIsGone() {
    var session = session("alice", CRM);
    var first = calls(CRM, session);
    var asking = call();
    first.leave();
    asking.message(asking.answer("result", ASKS)).end();
    house.nanos.addAndGet(Replays.LONGEST.toNanos() + 1);
    house.gateway().recheck();

    assertThat(call().outgoing.body()).asString().contains("{\"action\":\"cancel\"}");
  }

  @Test
  void stillHearsAServerThatKeepsItsOwnStreams() {
    var old = ScriptedServer.legacy("old").tools("get").silentOn("tools/call");
    house = House.in(directory.resolve("old")).with(old).allowing("alice", "old/*");
    var session = house.session("alice", "/mcp/old");
    var reply =
        house.send(
            Request.legacy(
                house.key("alice"), "/mcp/old", session, "7", "tools/call", "{\"name\":\"get\"}"));
    old.only("tools/call").head(200, Form.EVENTS).message(progress(1), "theirs-1");
    old.silentOn("GET");
    house.send(Request.after(house.key("alice"), "/mcp/old", session, "theirs-1"));

    assertThat(reply.eventIds()).isEqualTo(List.of("theirs-1"));
    assertThat(old.only("GET").outgoing.headers().lastEventId()).isEqualTo("theirs-1");
  }
}
