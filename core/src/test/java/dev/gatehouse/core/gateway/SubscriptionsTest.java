package dev.gatehouse.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.upstream.AnswerHead.Form;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client of the modern era may ask to be told of. */
class SubscriptionsTest {
  @TempDir Path directory;
  House house = House.in(Path.of("."));
  ScriptedServer files = ScriptedServer.modern("files").silentOn("subscriptions/listen");

  @BeforeEach
  void build() {
    house = House.in(directory).with(files);
    house.rules.grantResources("alice", "files/file:///open/*");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private CapturedReply listens(String notifications) {
    var params = "{\"notifications\":" + notifications + "}";
    return house.send(
        Request.modern(house.key("alice"), "/mcp/files", "7", "subscriptions/listen", params));
  }

  @Test
  void reachTheServerWhenEveryResourceIsGranted() {
    var reply = listens("{\"resourceSubscriptions\":[\"file:///open/a\",\"file:///open/b\"]}");
    var news = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/updated\",\"params\":{}}";
    files.only("subscriptions/listen").head(200, Form.EVENTS).message(news);

    assertThat(reply.events()).containsExactly(news);
    reply.leave();
    assertThat(files.only("subscriptions/listen").isCancelled()).isTrue();
    assertThat(house.journal()).last().isEqualTo("outcome CANCELLED");
  }

  @Test
  void areRefusedForOneThatIsHidden() {
    var reply = listens("{\"resourceSubscriptions\":[\"file:///open/a\",\"file:///secret\"]}");

    assertThat(reply.body()).contains("-32602", "Unknown resource: file:///secret");
    assertThat(files.heard()).isEmpty();
  }

  @Test
  void areRefusedInAnyOtherShape() {
    for (var shape :
        new String[] {
          "[]",
          "{\"resourceSubscriptions\":\"file:///secret\"}",
          "{\"resourceSubscriptions\":{\"a\":\"file:///open/a\"}}",
          "{\"resourceSubscriptions\":null}",
          "{\"resourceSubscriptions\":[1]}",
          "{\"resourceSubscriptions\":[[\"file:///secret\"]]}"
        }) {
      assertThat(listens(shape).body()).as(shape).contains("-32602");
    }
    assertThat(files.heard()).isEmpty();
  }

  @Test
  void toTasksOfOthersAreRefused() {
    assertThat(listens("{\"taskIds\":[\"t\"]}").body()).contains("-32602", "Unknown task: t");
    assertThat(files.heard()).isEmpty();
  }

  @Test
  void toTooManyResourcesAreRefused() {
    var many = "\"file:///open/a\",".repeat(1_000) + "\"file:///open/a\"";

    assertThat(listens("{\"resourceSubscriptions\":[" + many + "]}").body()).contains("-32602");
  }
}
