package dev.gatehouse.core.bridges;

import static dev.gatehouse.core.bridges.Bridge.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.bridges.Bridge.Heard;
import dev.gatehouse.core.gateway.ScriptedServer;
import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.AnswerHead.Form;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code subscriptions/listen} at a server of the legacy era. */
class AModernClientListensTest {
  private static final String HELLO =
      "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{\"listChanged\":true},"
          + "\"prompts\":{},\"resources\":{\"subscribe\":true}},\"serverInfo\":{\"name\":\"crm\","
          + "\"version\":\"1\"}}";
  private static final String TOOLS =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}";

  private final ScriptedServer server =
      ScriptedServer.legacy("crm")
          .on(
              "initialize",
              call ->
                  call.headOf(new AnswerHead(200, Form.JSON, "s-1"))
                      .message(call.answer("result", HELLO))
                      .end())
          .on("GET", call -> call.head(200, Form.EVENTS));
  private final Bridge bridge = new Bridge(server);

  private Heard listens(String id, String filter) {
    var params = "{\"notifications\":" + filter + "}";
    return bridge.as("ana", request(id, "subscriptions/listen", params, "{}"));
  }

  private static String updated(String uri) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/updated\",\"params\":{\"uri\":\""
        + uri
        + "\"}}";
  }

  @Test
  void hearsFirstWhatTheServerCanTell() {
    var heard =
        listens(
            "\"l\"",
            "{\"toolsListChanged\":true,\"promptsListChanged\":true,"
                + "\"resourceSubscriptions\":[\"a:1\"]}");

    assertThat(server.only("resources/subscribe").body()).contains("\"uri\":\"a:1\"");
    assertThat(heard.messages)
        .containsExactly(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\",\"params\":"
                + "{\"notifications\":{\"toolsListChanged\":true,\"resourceSubscriptions\":[\"a:1\"]},"
                + "\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":\"l\"}}}");
  }

  @Test
  void isNotPromisedAResourceThatTheServerRefuses() {
    server.on(
        "resources/subscribe", call -> call.error(200, "{\"code\":-32602,\"message\":\"no\"}"));

    var heard = listens("1", "{\"resourceSubscriptions\":[\"a:1\"]}");

    assertThat(heard.messages.getFirst()).contains("\"notifications\":{}");
  }

  @Test
  void hearsWhatItAskedForAndNothingElse() {
    var tools = listens("1", "{\"toolsListChanged\":true}");
    var resource = listens("2", "{\"resourceSubscriptions\":[\"a:1\"]}");

    server.only("GET").message(TOOLS).message(updated("a:1")).message(updated("a:2"));

    assertThat(tools.messages).hasSize(2);
    assertThat(tools.messages.getLast())
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\",\"params\":{\"_meta\":"
                + "{\"io.modelcontextprotocol/subscriptionId\":1}}}");
    assertThat(resource.messages).hasSize(2);
    assertThat(resource.messages.getLast()).contains("\"uri\":\"a:1\"", "subscriptionId\":2");
  }

  @Test
  void sharesASubscriptionUntilTheLastOneLeaves() {
    var first = listens("1", "{\"resourceSubscriptions\":[\"a:1\"]}");
    var second = listens("2", "{\"resourceSubscriptions\":[\"a:1\"]}");

    first.leaves();
    assertThat(server.heard("resources/unsubscribe")).isEmpty();
    second.leaves();

    assertThat(server.heard("resources/subscribe")).hasSize(1);
    assertThat(server.heard("resources/unsubscribe")).hasSize(1);
  }

  @Test
  void isToldOnceOfWhatItCouldNotTake() {
    var heard = listens("1", "{\"toolsListChanged\":true}");
    heard.pauses();
    server.only("GET").message(TOOLS).message(TOOLS).message(TOOLS);
    assertThat(heard.messages).hasSize(1);

    heard.resumes();

    assertThat(heard.messages).hasSize(2);
  }

  @Test
  void keepsItsSessionFromBeingIdle() {
    listens("1", "{\"toolsListChanged\":true}");
    bridge.nanos.addAndGet(Duration.ofHours(2).toNanos());

    bridge.faces.reap();

    assertThat(bridge.faces.count()).isEqualTo(1);
  }

  @Test
  void hearsOnWhenTheServerDropsItsStream() {
    var heard = listens("1", "{\"toolsListChanged\":true}");
    server.only("GET").end();

    bridge.passes(Duration.ofSeconds(1));
    server.heard("GET").getLast().message(TOOLS);

    assertThat(server.heard("GET")).hasSize(2);
    assertThat(heard.messages).hasSize(2);
  }

  @Test
  void endsInOrderWhenTheSessionDoes() {
    var heard = listens("1", "{\"toolsListChanged\":true}");

    bridge.faces.close();

    assertThat(heard.messages.getLast())
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"resultType\":\"complete\",\"_meta\":"
                + "{\"io.modelcontextprotocol/subscriptionId\":1}}}");
    assertThat(heard.ended).isTrue();
  }
}
