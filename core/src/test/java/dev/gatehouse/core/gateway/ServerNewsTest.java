package dev.gatehouse.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.connections.Connections;
import dev.gatehouse.core.gateway.ScriptedServer.Call;
import dev.gatehouse.core.gateway.ServerNews.Ear;
import dev.gatehouse.core.gateway.ServerNews.Kind;
import dev.gatehouse.core.gateway.ServerNews.Topic;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.upstream.AnswerHead.Form;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.core.upstream.UpstreamFailure.Sent;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.McpHeaders;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One stream from a server, for all who listen. */
class ServerNewsTest {
  private record Delayed(Duration after, Runnable action) {}

  private final ScriptedServer crm = ScriptedServer.modern("crm").silentOn("subscriptions/listen");
  private final Connections connections = new Connections((_, _) -> crm, () -> 0, 10);
  private final ArrayDeque<Delayed> delayed = new ArrayDeque<>();
  private final ServerNews news =
      new ServerNews((after, action) -> delayed.add(new Delayed(after, action)));
  private final List<String> told = new ArrayList<>();
  private boolean isClosed;

  private Way way() {
    if (isClosed) {
      throw new Refused(new Refusal.Unknown("server", "crm", "gone"));
    }
    var server = crm.declared();
    return Way.modern(server, connections.to(server), McpHeaders.NONE, this::way);
  }

  private Ear hears(String name, Topic... topics) {
    var ear = news.listens(crm.name, Set.of(topics), _ -> way(), hearer(name));
    ear.begins(way(), () -> told.add(name + " settles"));
    return ear;
  }

  private ServerNews.Hearer hearer(String name) {
    return new ServerNews.Hearer() {
      @Override
      public void hears(Topic topic, Envelope notification) {
        told.add(name + " hears " + topic.name());
      }

      @Override
      public void missed(Topic topic) {
        told.add(name + " missed " + topic.name());
      }
    };
  }

  private static Topic uri(String uri) {
    return new Topic(Kind.RESOURCE, uri);
  }

  private List<Call> streams() {
    return crm.heard("subscriptions/listen");
  }

  private static Call tells(Call stream, String uri) {
    return stream
        .head(200, Form.EVENTS)
        .message(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/updated\",\"params\":{\"uri\":\""
                + uri
                + "\"}}");
  }

  @Test
  void isNotOpenedTwiceWhileItOpens() {
    hears("a", uri("x:1"));
    hears("b", uri("x:2"));
    hears("c", uri("x:3"));
    assertThat(streams()).hasSize(1);
    tells(streams().getFirst(), "x:1");
    delayed.remove().action().run();

    assertThat(streams()).hasSize(2);
    assertThat(streams().getLast().body()).contains("[\"x:1\",\"x:2\",\"x:3\"]");
    assertThat(told).containsExactly("a settles", "a hears x:1");
  }

  @Test
  void comesBackAfterAPauseAndTellsWhatWasMissed() {
    hears("a", uri("x:1"));
    tells(streams().getFirst(), "x:1").fails(Cause.LOST, Sent.NO);
    assertThat(streams()).hasSize(1);
    assertThat(delayed.getFirst().after()).isEqualTo(Duration.ofSeconds(1));
    delayed.remove().action().run();
    tells(streams().getLast(), "x:1");

    assertThat(told).containsExactly("a settles", "a hears x:1", "a missed x:1", "a hears x:1");
  }

  @Test
  void isWaitedForUntilItTellsOrCannot() {
    hears("a", uri("x:1"));
    hears("b", uri("x:2"));
    assertThat(told).isEmpty();
    tells(streams().getFirst(), "x:0");
    assertThat(told).containsExactly("a settles");
    delayed.remove().action().run();
    streams().getLast().fails(Cause.UNREACHABLE, Sent.NO);

    assertThat(told).containsExactly("a settles", "b settles");
  }

  @Test
  void pausesLongerTheMoreOftenItFails() {
    hears("a", uri("x:1"));
    var pauses = new ArrayList<Long>();
    for (var i = 0; i < 8; i++) {
      streams().getLast().fails(Cause.UNREACHABLE, Sent.NO);
      pauses.add(delayed.getFirst().after().toSeconds());
      delayed.remove().action().run();
    }

    assertThat(pauses.subList(0, 4)).containsExactly(1L, 2L, 4L, 8L);
    assertThat(pauses).allMatch(pause -> pause <= 60);
  }

  @Test
  void isNotOpenedAgainForNobody() {
    var ear = hears("a", uri("x:1"));
    streams().getFirst().head(500, Form.JSON);
    ear.leaves();
    delayed.remove().action().run();

    assertThat(streams()).hasSize(1);
  }

  @Test
  void isTriedAgainWhereThereIsNoWay() {
    hears("a", uri("x:1"));
    isClosed = true;
    tells(streams().getFirst(), "x:1").end();
    delayed.remove().action().run();
    assertThat(streams()).hasSize(1);
    isClosed = false;
    delayed.remove().action().run();

    assertThat(streams()).hasSize(2);
  }

  @Test
  void endsWithTheLastWhoListens() {
    var first = hears("a", uri("x:1"));
    var second = hears("b", uri("x:1"));
    tells(streams().getFirst(), "x:1");
    first.leaves();
    first.leaves();
    assertThat(streams().getFirst().isCancelled()).isFalse();
    second.leaves();

    assertThat(streams().getFirst().isCancelled()).isTrue();
  }

  @Test
  void tellsOfTasksUnderTheirIds() {
    hears("a", new Topic(Kind.TASK, "job"), uri("x:1"));
    streams()
        .getFirst()
        .head(200, Form.EVENTS)
        .message(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tasks\",\"params\":{\"taskId\":\"job\"}}")
        .message(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tasks\",\"params\":{\"taskId\":\"job2\"}}");

    assertThat(streams().getFirst().body()).contains("\"taskIds\":[\"job\"]");
    assertThat(told).containsExactly("a settles", "a hears job");
  }

  @Test
  void hasBounds() {
    var many = IntStream.range(0, 10_001).mapToObj(i -> uri("x:" + i)).collect(Collectors.toSet());

    assertThat(news.listens(crm.name, many, _ -> way(), hearer("a")).topics()).hasSize(10_000);
  }
}
