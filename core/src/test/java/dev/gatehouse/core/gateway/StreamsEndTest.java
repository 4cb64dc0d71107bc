package dev.gatehouse.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.gateway.Arrival.Verb;
import dev.gatehouse.core.guardrails.Guardrails;
import dev.gatehouse.core.identity.Impersonation;
import dev.gatehouse.core.limits.Counts;
import dev.gatehouse.core.limits.LimitRules;
import dev.gatehouse.core.limits.Limits;
import dev.gatehouse.core.policy.Rules;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Catalogue;
import dev.gatehouse.core.upstream.AnswerHead.Form;
import dev.gatehouse.core.waiting.Waiting;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams and sessions end with what allowed them. */
class StreamsEndTest {
  private static final Instant LATER = Instant.parse("2026-11-24T13:00:00Z");
  private static final String LISTEN = "{\"notifications\":{\"toolsListChanged\":true}}";

  @TempDir Path directory;
  House house = House.in(Path.of("."));
  ScriptedServer files = ScriptedServer.modern("files").silentOn("subscriptions/listen");
  ScriptedServer crm = ScriptedServer.legacy("crm").tools("get").silentOn("GET");

  @BeforeEach
  void build() {
    house = House.in(directory).with(files).with(crm);
    house.allowing("alice", "files/*", "crm/*").allowing("bob", "files/*", "crm/*");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private CapturedReply subscribes(String caller, String path) {
    var key = house.key(caller);
    return house.send(Request.modern(key, path, "7", "subscriptions/listen", LISTEN));
  }

  private CapturedReply listens(String caller, String path, String session) {
    return house.send(Request.without(Verb.GET, house.key(caller), path, session));
  }

  private ScriptedServer.Call opened() {
    return files.heard("subscriptions/listen").getLast().head(200, Form.EVENTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mcp", "/mcp/crm"})
  void aStreamOfASessionAndItsEndAreRecordedWhenTheyAreAskedFor(String path) {
    crm.silentOn("GET");
    var session = house.session("alice", path);
    listens("alice", path, session);
    house.send(Request.without(Verb.DELETE, house.key("alice"), path, session)).complete();

    assertThat(house.journal())
        .endsWith(
            "intent http/GET null/null by http/GET",
            "outcome OK",
            "intent http/DELETE null/null by http/DELETE",
            "outcome OK");
  }

  @Test
  void aStreamThatCannotBeRecordedDoesNotOpen() {
    var session = house.session("alice", "/mcp/crm");
    house.closeJournal();

    assertThat(listens("alice", "/mcp/crm", session).complete().status()).isEqualTo(503);
    assertThat(crm.heard("GET")).isEmpty();
  }

  @Test
  void aSubscriptionAtAServerEndsWithItsKey() {
    var reply = subscribes("alice", "/mcp/files");
    var alices = opened();
    var other = subscribes("bob", "/mcp/files");
    opened();
    house.revoking("alice").gateway().recheck();

    assertThat(reply.complete().events())
        .containsExactly(
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"resultType\":\"complete\","
                + "\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":7}}}");
    assertThat(alices.isCancelled()).isTrue();
    assertThat(other.isComplete()).isFalse();
    assertThat(house.journal()).last().isEqualTo("outcome CANCELLED unauthenticated");
  }

  @Test
  void aSubscriptionAtAllServersEndsWithItsKeyAndHearsNothingMore() {
    var reply = subscribes("alice", "/mcp").begun();
    house.revoking("alice").gateway().recheck();
    house.gateway().listsChanged();

    assertThat(reply.complete().events()).hasSize(2).last().asString().contains("complete");
  }

  @Test
  void aSubscriptionEndsWhenItsTimeHasCome() {
    house.expiring("alice", LATER);
    var reply = subscribes("alice", "/mcp/files");
    opened();
    house.gateway().recheck();
    assertThat(reply.isComplete()).isFalse();

    house.at(LATER).gateway().recheck();
    assertThat(reply.complete().events()).hasSize(1);
  }

  @Test
  void aSubscriptionEndsWithTheGrantOfItsServer() {
    var reply = subscribes("alice", "/mcp/files");
    opened();
    var rest = subscribes("alice", "/mcp");
    house.ruledBy(Rules.rules().grant("alice", "crm/*")).gateway().recheck();

    assertThat(reply.complete().events()).hasSize(1);
    assertThat(rest.isComplete()).isFalse();
    assertThat(house.journal()).last().isEqualTo("outcome CANCELLED unknown");
  }

  @Test
  void aStreamThatMissedTheChangeEndsAllTheSame() throws Exception {
    var limits = Limits.of(new LimitRules(List.of(), Map.of(), Map.of()), new Counts(() -> 0));
    var guardrails = Guardrails.of(List.of());
    var catalogue = new Catalogue(List.of());
    var before =
        new Snapshot(
            catalogue,
            Rules.rules().policy(),
            limits,
            guardrails,
            dev.gatehouse.core.pins.Pins.NONE);
    var after =
        new Snapshot(
            catalogue,
            Rules.rules().policy(),
            limits,
            guardrails,
            dev.gatehouse.core.pins.Pins.NONE);
    var arrival = Request.modern("Bearer x", "/mcp", "7", "subscriptions/listen", LISTEN);
    var visit = new Visit(arrival, new CapturedReply(), before, Waiting.FORBIDDEN, 0, LATER);
    visit.caller(Impersonation.ofRole("x").supposed());
    var streams =
        new OpenStreams(
            () -> after,
            _ -> {
              throw new Refused(new Refusal.Unauthenticated("revoked"));
            });
    var end = new CompletableFuture<Refusal>();
    streams.stands(visit, streams.begins(visit, (_, _) -> {}, end::complete));

    assertThat(end.get(20, TimeUnit.SECONDS).kind()).isEqualTo("unauthenticated");
  }

  @Test
  void aSessionEndsWithItsKeyAndWithItItsStream() {
    for (var path : new String[] {"/mcp/crm", "/mcp"}) {
      house = house.allowing("alice", "crm/*");
      var session = house.session("alice", path);
      house.legacy("alice", path, session, "tools/call", toolOn(path));
      var reply = listens("alice", path, session);
      if (path.equals("/mcp/crm")) {
        crm.heard("GET").getLast().head(200, Form.EVENTS);
      }
      assertThat(reply.begun().isComplete()).as(path).isFalse();
    }
    var before = house.sessions().count();
    house.revoking("alice").gateway().recheck();

    assertThat(before).isEqualTo(2);
    assertThat(house.sessions().count()).isZero();
    assertThat(crm.heard("DELETE")).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void aStreamOfASessionEndsAndTheSessionOfAnotherGoesOn() {
    var session = house.session("alice", "/mcp");
    var reply = listens("alice", "/mcp", session).begun();
    var bobs = listens("bob", "/mcp", house.session("bob", "/mcp")).begun();
    house.revoking("alice").gateway().recheck();
    house.gateway().listsChanged();

    assertThat(reply.complete().events()).isEmpty();
    assertThat(bobs.isComplete()).isFalse();
    assertThat(bobs.events()).isNotEmpty();
    assertThat(house.sessions().count()).isEqualTo(1);
  }

  @Test
  void whatASessionHoldsAtAServerEndsWithTheGrant() {
    var session = house.session("alice", "/mcp");
    house.legacy("alice", "/mcp", session, "tools/call", toolOn("/mcp"));
    var before = crm.heard("DELETE").size();
    house.ruledBy(Rules.rules().grant("alice", "files/*")).gateway().recheck();

    assertThat(crm.heard("DELETE")).hasSize(before + 1);
    assertThat(house.sessions().count()).isEqualTo(1);
  }

  private static String toolOn(String path) {
    return path.equals("/mcp") ? "{\"name\":\"crm__get\"}" : "{\"name\":\"get\"}";
  }
}
