package dev.gatehouse.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.gateway.ScriptedServer.Call;
import dev.gatehouse.core.guardrails.SecretsSettings.Action;
import dev.gatehouse.core.guardrails.SecretsSettings.In;
import dev.gatehouse.core.upstream.AnswerHead.Form;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients of the modern era hear of servers on joined routes. */
class JoinedListenTest {
  private static final String A = "file:///open/a";
  private static final String B = "file:///open/b";
  private static final String SECRET = "file:///closed/c";

  @TempDir Path directory;
  House house = House.in(Path.of("."));
  ScriptedServer files = ScriptedServer.modern("files");
  ScriptedServer wiki = ScriptedServer.modern("wiki");
  BlockingQueue<Call> heard = new LinkedBlockingQueue<>();

  @BeforeEach
  void build() {
    serves(files, A, B, SECRET);
    serves(wiki, "wiki:x");
    house = House.in(directory).with(files).with(wiki);
    for (var caller : List.of("alice", "bob")) {
      house.rules.grantResources(caller, "files/file:///open/*");
      house.rules.grantResources(caller, "wiki/*");
      house.key(caller);
    }
  }

  @AfterEach
  void close() {
    house.close();
  }

  private void serves(ScriptedServer server, String... uris) {
    server.offers(
        "resources",
        java.util.Arrays.stream(uris)
            .map(uri -> "{\"uri\":\"" + uri + "\",\"name\":\"n\"}")
            .toList());
    server.on(
        "server/discover",
        call ->
            call.result(
                "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],"
                    + "\"capabilities\":{\"resources\":{\"subscribe\":true}},"
                    + "\"ttlMs\":60000,\"cacheScope\":\"public\"}"));
    server.on("subscriptions/listen", heard::add);
  }

  private CapturedReply listens(String caller, String id, String... uris) {
    var list = "\"" + String.join("\",\"", uris) + "\"";
    var params = "{\"notifications\":{\"resourceSubscriptions\":[" + list + "]}}";
    return house.send(
        Request.modern(house.key(caller), "/mcp", id, "subscriptions/listen", params));
  }

  private Call opened() throws InterruptedException {
    var call = heard.poll(20, TimeUnit.SECONDS);
    if (call == null) {
      throw new AssertionError("no server was asked to tell");
    }
    return call;
  }

  private static String updated(String uri, String id) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/updated\",\"params\":{\"uri\":\""
        + uri
        + "\",\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":"
        + id
        + "}}}";
  }

  private static Call acknowledged(Call call) {
    return call.head(200, Form.EVENTS)
        .message(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\","
                + "\"params\":{\"notifications\":{}}}");
  }

  private static String said(String id, String... uris) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\","
        + "\"params\":{\"notifications\":{"
        + (uris.length == 0
            ? ""
            : "\"resourceSubscriptions\":[\"" + String.join("\",\"", uris) + "\"]")
        + "},\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":"
        + id
        + "}}}";
  }

  @Test
  void areWhatTheyMayReadUnderTheirOwnSubscription() throws InterruptedException {
    var reply = listens("alice", "\"s\"", A, SECRET, "file:///open/none");
    var stream = acknowledged(opened());
    stream.message(updated(A, "\"gatehouse-listen\"")).message(updated(SECRET, "1"));

    assertThat(stream.body()).contains("{\"resourceSubscriptions\":[\"" + A + "\"]}");
    assertThat(reply.events()).containsExactly(said("\"s\"", A), updated(A, "\"s\""));
  }

  @Test
  void comeOverOneStreamForAllClients() throws InterruptedException {
    var alice = listens("alice", "1", A);
    acknowledged(opened());
    var bob = listens("bob", "2", A);
    assertThat(bob.awaitEvents(1)).containsExactly(said("2", A));
    files.only("subscriptions/listen").message(updated(A, "7"));
    alice.leave();

    assertThat(files.only("subscriptions/listen").isCancelled()).isFalse();
    assertThat(alice.events()).containsExactly(said("1", A), updated(A, "1"));
    assertThat(bob.events()).containsExactly(said("2", A), updated(A, "2"));
    bob.leave();
    assertThat(files.only("subscriptions/listen").isCancelledSoon()).isTrue();
  }

  @Test
  void areAskedForAnewWhenSomebodyWantsMore() throws InterruptedException {
    var alice = listens("alice", "1", A);
    var first = acknowledged(opened());
    listens("bob", "2", B);
    var second = opened();
    assertThat(first.isCancelled()).isFalse();
    acknowledged(second).message(updated(A, "7"));

    assertThat(second.body()).contains("[\"" + A + "\",\"" + B + "\"]");
    assertThat(first.isCancelled()).isTrue();
    assertThat(alice.events()).containsExactly(said("1", A), updated(A, "1"));
  }

  @Test
  void comeFromAllServersThatOwnThem() throws InterruptedException {
    listens("alice", "1", "wiki:x", B);
    opened();
    opened();

    assertThat(files.only("subscriptions/listen").body()).contains(B).doesNotContain("wiki:x");
    assertThat(wiki.only("subscriptions/listen").body()).contains("wiki:x").doesNotContain(B);
  }

  @Test
  void includePartsThatTheyMayRead() throws InterruptedException {
    var alice = listens("alice", "1", A);
    acknowledged(opened()).message(updated(A + "/part", "7"));

    assertThat(alice.events()).containsExactly(said("1", A), updated(A + "/part", "1"));
  }

  @Test
  void areNothingToWhoHasLeftBeforeTheyBegin() throws InterruptedException {
    var params = "{\"notifications\":{\"resourceSubscriptions\":[\"" + A + "\"]}}";
    var asks = Request.modern(house.key("alice"), "/mcp", "1", "subscriptions/listen", params);
    var reply = new CapturedReply();
    reply.leave();
    house.gateway().handle(asks, reply);

    assertThat(reply.awaitEvents(1)).hasSize(1).first().asString().contains("\"result\"");
    assertThat(files.heard("subscriptions/listen")).isEmpty();
  }

  @Test
  void areInspected() throws InterruptedException {
    house.guardedBy(Guards.secrets(In.RESULTS, Action.BLOCK));
    var reply = listens("alice", "1", A);
    var stream = acknowledged(opened());
    stream.message(
        updated(A, "7").replace("\"_meta\"", "\"x\":\"" + Guards.TOKEN + "\",\"_meta\""));

    assertThat(reply.events()).containsExactly(said("1", A));
  }

  @Test
  void areNothingWhereNothingMayBeHeard() throws InterruptedException {
    assertThat(listens("alice", "1", SECRET).awaitEvents(1)).containsExactly(said("1"));
    assertThat(files.heard("subscriptions/listen")).isEmpty();
  }

  @Test
  void areToldOnceWhenTheClientKeepsUpAgain() throws InterruptedException {
    var reply = listens("alice", "1", A, B);
    var stream = acknowledged(opened());
    reply.fillUp();
    stream.message(updated(A, "7")).message(updated(B, "7")).message(updated(A, "7"));
    assertThat(reply.events()).hasSize(1);
    reply.drain();

    assertThat(reply.events()).containsExactly(said("1", A, B), updated(A, "1"), updated(B, "1"));
  }
}
