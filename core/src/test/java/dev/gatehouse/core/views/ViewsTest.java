package dev.gatehouse.core.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.core.connections.Connections;
import dev.gatehouse.core.connections.Eras;
import dev.gatehouse.core.gateway.ScriptedServer;
import dev.gatehouse.core.registry.Catalogue;
import dev.gatehouse.core.upstream.AnswerHead.Form;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.core.upstream.UpstreamFailure.Sent;
import dev.gatehouse.core.waiting.MustWait;
import dev.gatehouse.core.waiting.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The lists of servers, kept at hand and kept fresh. */
class ViewsTest {
  private static final String CHANGED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}";

  private final AtomicLong now = new AtomicLong(1_000_000_000L);
  private final ScriptedServer crm =
      ScriptedServer.modern("crm").tools("get").silentOn("subscriptions/listen");
  private final LinkedBlockingQueue<String> changes = new LinkedBlockingQueue<>();
  private final Views views = views();

  private Views views() {
    var connections = new Connections((_, _) -> crm, now::get, 10);
    var made = new Views(connections, new Eras(connections, now::get), now::get, now::addAndGet);
    made.onChange(server -> changes.add(server.text()));
    return made;
  }

  @AfterEach
  void close() {
    views.close();
  }

  private List<String> tools() {
    return names(views.of(crm.declared(), Waiting.ALLOWED));
  }

  private static List<String> names(ServerView view) {
    return view.list(ListKind.TOOLS).stream().map(offer -> offer.item().key()).toList();
  }

  private void awaitChange() throws InterruptedException {
    assertThat(changes.poll(20, TimeUnit.SECONDS)).isEqualTo("crm");
  }

  /** Lets the server tell when its lists change. */
  private void watching() {
    crm.on(
        "server/discover",
        call ->
            call.result(
                "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],"
                    + "\"capabilities\":{\"tools\":{\"listChanged\":true}}}"));
  }

  @Test
  void ofAServerThatNeverStopsChangingAreFetchedOnceASecond() throws InterruptedException {
    watching();
    tools();
    var began = now.get();
    var rounds = new AtomicLong();
    var done = new CountDownLatch(1);
    crm.on(
        "tools/list",
        call -> {
          var round = rounds.incrementAndGet();
          if (round <= 5) {
            crm.only("subscriptions/listen").message(CHANGED).message(CHANGED);
          }
          crm.tools("get", "put-" + round);
          call.result("{\"tools\":[" + ScriptedServer.tool("put-" + round) + "]}");
          if (round == 6) {
            done.countDown();
          }
        });
    crm.only("subscriptions/listen").message(CHANGED);

    await(done);
    assertThat(rounds.get()).isEqualTo(6);
    assertThat(now.get() - began).isGreaterThanOrEqualTo(6_000_000_000L);
  }

  @Test
  void areFetchedAgainWhenTheyAreOldThoughNobodyAsksForThem() throws InterruptedException {
    tools();
    awaitChange();
    crm.tools("get", "put");
    var servers = List.of(crm.declared());

    now.addAndGet(Duration.ofMinutes(5).toNanos());
    views.refreshOlder(servers, Duration.ofMinutes(5));
    assertThat(crm.heard("tools/list")).hasSize(1);

    now.addAndGet(1);
    views.refreshOlder(servers, Duration.ofMinutes(5));
    awaitChange();
    assertThat(names(views.known(crm.name).orElseThrow())).containsExactly("get", "put");
  }

  @Test
  void areFetchedOnceAndThenAtHandForEventLoops() {
    var goOn = new CountDownLatch(1);
    crm.on(
        "tools/list",
        call -> {
          await(goOn);
          call.result("{\"tools\":[" + ScriptedServer.tool("get") + "]}");
        });
    assertThatExceptionOfType(MustWait.class)
        .isThrownBy(() -> views.of(crm.declared(), Waiting.FORBIDDEN));
    goOn.countDown();
    assertThat(tools()).containsExactly("get");
    var heard = crm.heard().size();

    assertThat(names(views.of(crm.declared(), Waiting.FORBIDDEN))).containsExactly("get");
    assertThat(crm.heard()).hasSize(heard);
  }

  @Test
  void areFetchedInAnotherEraOnceAServerHasChangedIt() {
    var server = ScriptedServer.unknown("crm").tools("get");
    var connections = new Connections((_, _) -> server, now::get, 10);
    try (var both = new Views(connections, new Eras(connections, now::get), now::get)) {
      both.refreshNow(server.declared());
      server.on("server/discover", call -> call.error(200, "{\"code\":-32601,\"message\":\"\"}"));
      both.refreshNow(server.declared());
      assertThat(names(both.refreshNow(server.declared()))).containsExactly("get");
      assertThat(server.heard("initialize")).hasSize(1);
      server.on("initialize", call -> call.error(400, "{\"code\":-32022,\"message\":\"\"}"));
      server.on(
          "server/discover",
          call ->
              call.result(
                  "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],"
                      + "\"capabilities\":{\"tools\":{}}}"));
      both.refreshNow(server.declared());
      server.tools("get", "put");

      assertThat(names(both.refreshNow(server.declared()))).containsExactly("get", "put");
    }
  }

  @Test
  void serveOldListsWhileNewOnesAreFetched() throws InterruptedException {
    views.refreshNow(crm.declared()); // on this thread: no fetch is still ending in the background
    awaitChange();
    crm.tools("get", "put");
    now.addAndGet(Duration.ofMinutes(2).toNanos());

    assertThat(tools()).containsExactly("get");
    awaitChange();
    assertThat(tools()).containsExactly("get", "put");
  }

  @Test
  void keepOldListsOfAServerThatFailsAndSaySo() {
    var catalogue = new Catalogue(List.of(crm.declared()));
    var directories = new Directories(views);
    directories.of(catalogue, Waiting.ALLOWED);
    crm.on("server/discover", call -> call.fails(Cause.UNREACHABLE, Sent.NO));
    views.refreshNow(crm.declared());
    var failing = directories.of(catalogue, Waiting.ALLOWED).views().getFirst();
    crm.on(
        "server/discover",
        call ->
            call.result(
                "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],"
                    + "\"capabilities\":{\"tools\":{}}}"));
    views.refreshNow(crm.declared());
    var healed = directories.of(catalogue, Waiting.ALLOWED).views().getFirst();

    assertThat(names(failing)).containsExactly("get");
    assertThat(failing.trouble()).hasValue("server/discover: no route to 10.1.2.3");
    assertThat(healed.trouble()).isEmpty();
  }

  @Test
  void keepOldListsOfAServerThatHasForgottenTheSession() {
    views.refreshNow(crm.declared());
    crm.on("tools/list", call -> call.error(404, "{\"code\":-32001,\"message\":\"no session\"}"));
    var failing = views.refreshNow(crm.declared());
    crm.on("tools/list", call -> call.head(503, Form.EMPTY).end());
    var failingStill = views.refreshNow(crm.declared());

    assertThat(names(failing)).containsExactly("get");
    assertThat(failing.trouble().orElse("")).contains("tools/list").contains("no session");
    assertThat(names(failingStill)).containsExactly("get");
    assertThat(failingStill.trouble().orElse("")).contains("503");
  }

  @Test
  void keepAnOldListThatTheServerCannotGiveNow() {
    crm.offers("prompts", List.of("{\"name\":\"hello\"}"));
    views.refreshNow(crm.declared());
    crm.tools("get", "put")
        .on("prompts/list", call -> call.error(200, "{\"code\":-32603,\"message\":\"\"}"));
    var half = views.refreshNow(crm.declared());
    crm.on("prompts/list", call -> call.error(404, "{\"code\":-32601,\"message\":\"\"}"));
    var gone = views.refreshNow(crm.declared());

    assertThat(names(half)).containsExactly("get", "put");
    assertThat(half.list(ListKind.PROMPTS)).hasSize(1);
    assertThat(half.trouble()).isEmpty();
    assertThat(gone.list(ListKind.PROMPTS)).isEmpty();
    assertThat(gone.trouble()).isEmpty();
  }

  @Test
  void areFetchedAgainWhenTheServerTellsOfAChange() throws InterruptedException {
    watching();
    tools();
    awaitChange();
    crm.tools("get", "put");
    crm.only("subscriptions/listen").head(200, Form.EVENTS).message(CHANGED);
    awaitChange();

    assertThat(tools()).containsExactly("get", "put");
  }

  @Test
  void missNoChangeThatComesWhileTheyAreFetched() throws InterruptedException {
    watching();
    tools();
    awaitChange();
    var fetching = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    crm.on(
        "tools/list",
        call -> {
          crm.on(
              "tools/list",
              later -> later.result("{\"tools\":[" + ScriptedServer.tool("new") + "]}"));
          fetching.countDown();
          await(goOn);
          call.result("{\"tools\":[" + ScriptedServer.tool("old") + "]}");
        });
    var watch = crm.only("subscriptions/listen").head(200, Form.EVENTS).message(CHANGED);
    await(fetching);
    watch.message(CHANGED);
    goOn.countDown();
    awaitChange();
    awaitChange();

    assertThat(tools()).containsExactly("new");
  }

  @Test
  void forgetAServerThatIsGoneAndWhatItStillSays() throws InterruptedException {
    watching();
    tools();
    views.retain(List.of());
    var heard = crm.heard().size();

    assertThat(crm.only("subscriptions/listen").isCancelled()).isTrue();
    assertThat(views.known(crm.name)).isEmpty();
    assertThat(crm.heard()).hasSize(heard);
  }

  @Test
  void watchNoServerThatGoesWhileItIsFetched() {
    watching();
    crm.on(
        "tools/list",
        call -> {
          views.retain(List.of());
          call.result("{\"tools\":[]}");
        });

    assertThat(tools()).isEmpty();
    assertThat(crm.heard("subscriptions/listen")).allMatch(ScriptedServer.Call::isCancelled);
  }

  @Test
  void areBounded() {
    crm.on(
        "tools/list",
        call ->
            call.result("{\"tools\":[" + ScriptedServer.tool("x") + "],\"nextCursor\":\"on\"}"));

    assertThat(views.of(crm.declared(), Waiting.ALLOWED).trouble().orElse(""))
        .contains("goes on for more than");
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("nothing happened");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
