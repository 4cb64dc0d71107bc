package dev.gatehouse.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.identity.Impersonation;
import dev.gatehouse.core.sessions.ClientSession;
import dev.gatehouse.core.waiting.Waiting;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.StrictJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of streams that clients can come back to, and for how long. */
class ReplaysTest {
  private static final Replays.Bounds SMALL = new Replays.Bounds(4, 2, 2_000, 3, 1_000);

  @TempDir Path directory;
  House house = House.in(Path.of("."));
  ScriptedServer crm = ScriptedServer.modern("crm").tools("get");
  Replays replays = new Replays(() -> 0, SMALL);

  @BeforeEach
  void build() {
    house = House.in(directory).with(crm).allowing("alice", "crm/*");
    replays = new Replays(house.nanos::get, SMALL);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private ClientSession session() throws Exception {
    var hello = Request.initialize(null, "/mcp/crm").body();
    return house
        .sessions()
        .begin(
            Impersonation.ofRole("alice").supposed(),
            "/mcp/crm",
            Envelope.scan(hello, StrictJson.Bounds.DEFAULT))
        .orElseThrow();
  }

  private Replay begin(ClientSession client) {
    return begin(client, new CapturedReply());
  }

  private Replay begin(ClientSession client, CapturedReply reply) {
    return replays.begin(reply, client, client.upstream(crm.declared(), Waiting.ALLOWED));
  }

  private static void say(Replay stream, String... texts) {
    for (var text : texts) {
      stream.event(text.getBytes(StandardCharsets.UTF_8), null);
    }
  }

  private static CapturedReply comesBack(Replay stream, long after) {
    var reply = new CapturedReply();
    stream.goesOn(stream.hearing(reply), after);
    return reply;
  }

  @Test
  void beginsForTheClientThatCalls() throws Exception {
    var reply = new CapturedReply();
    var stream = begin(session(), reply);
    say(stream, "a", "b");
    stream.end();

    assertThat(reply.complete().events()).containsExactly("a", "b");
    assertThat(reply.marks()).containsExactly(replays.ids().of(stream.number(), 0));
    assertThat(reply.eventIds())
        .containsExactly(
            replays.ids().of(stream.number(), 1), replays.ids().of(stream.number(), 2));
  }

  @Test
  void keepsTheLastEvents() throws Exception {
    var stream = begin(session());
    say(stream, "a", "b", "c", "d");

    assertThat(stream.holds(0)).isFalse();
    assertThat(comesBack(stream, 1).events()).containsExactly("b", "c", "d");
    assertThat(stream.holds(4)).isTrue();
    assertThat(stream.holds(5)).isFalse();
  }

  @Test
  void keepsSoManyBytesOfAStream() throws Exception {
    var stream = begin(session());
    say(stream, "a".repeat(500), "b".repeat(500));

    assertThat(stream.holds(0)).isFalse();
    assertThat(stream.holds(1)).isTrue();
    assertThat(replays.bytes()).isBetween(500L, 1_000L);

    say(stream, "c".repeat(2_000));
    assertThat(stream.holds(2)).isFalse();
    assertThat(stream.holds(3)).isTrue();
    assertThat(replays.bytes()).isZero();
  }

  @Test
  void keepsTheLastStreamsOfASession() throws Exception {
    var client = session();
    var first = begin(client);
    var second = begin(client);
    var third = begin(client);
    begin(session());

    assertThat(first.holds(0)).isFalse();
    assertThat(second.holds(0)).isTrue();
    assertThat(third.holds(0)).isTrue();
    assertThat(replays.count()).isEqualTo(3);
  }

  @Test
  void keepsSoManyStreamsInAll() throws Exception {
    var first = begin(session());
    for (var i = 0; i < 4; i++) {
      begin(session());
    }

    assertThat(first.holds(0)).isFalse();
    assertThat(replays.count()).isEqualTo(4);
  }

  @Test
  void keepsSoManyBytesInAll() throws Exception {
    var first = begin(session());
    say(first, "a".repeat(700));
    var second = begin(session());
    say(second, "b".repeat(700));
    say(begin(session()), "c".repeat(700));

    assertThat(first.holds(0)).isFalse();
    assertThat(second.holds(0)).isTrue();
    assertThat(replays.bytes()).isBetween(1_400L, 2_000L);
    assertThat(replays.count()).isEqualTo(2);
  }

  @Test
  void saysOnToWhoHearsWhatIsKeptNoMore() throws Exception {
    var client = session();
    var stream = begin(client);
    var back = comesBack(stream, 0);
    begin(client);
    begin(client);
    say(stream, "a");
    stream.end();

    assertThat(stream.holds(0)).isFalse();
    assertThat(stream.isLost()).isTrue();
    assertThat(back.complete().events()).containsExactly("a");
    assertThat(replays.bytes()).isZero();
  }

  @Test
  void forgetsWhatHasEnded() throws Exception {
    var stream = begin(session());
    say(stream, "a");
    stream.end();
    house.nanos.addAndGet(Replays.KEPT.toNanos());
    replays.sweep();
    assertThat(stream.holds(0)).isTrue();

    house.nanos.addAndGet(1);
    replays.sweep();
    assertThat(stream.holds(0)).isFalse();
    assertThat(replays.count()).isZero();
    assertThat(replays.bytes()).isZero();
  }

  @Test
  void forgetsWhatBeganLongAgo() throws Exception {
    var reply = new CapturedReply();
    var stream = begin(session(), reply);
    house.nanos.addAndGet(Replays.LONGEST.toNanos() + 1);
    replays.sweep();
    say(stream, "a");

    assertThat(stream.holds(0)).isFalse();
    assertThat(reply.events()).containsExactly("a");
    assertThat(replays.bytes()).isZero();
  }

  @Test
  void forgetsASessionWithItsEnd() throws Exception {
    var client = session();
    var stream = begin(client);
    say(stream, "a");
    var other = begin(session());
    house.sessions().end(client);

    assertThat(stream.holds(0)).isFalse();
    assertThat(other.holds(0)).isTrue();
    assertThat(replays.count()).isEqualTo(1);
    assertThat(replays.bytes()).isZero();
  }

  @Test
  void keepsNothingForASessionThatHasEnded() throws Exception {
    var client = session();
    var upstream = client.upstream(crm.declared(), Waiting.ALLOWED);
    house.sessions().end(client);
    var reply = new CapturedReply();
    var stream = replays.begin(reply, client, upstream);
    say(stream, "a");

    assertThat(reply.events()).containsExactly("a");
    assertThat(replays.count()).isZero();
    assertThat(replays.bytes()).isZero();
  }

  @Test
  void saysNothingWhereItWasWithdrawnBefore() throws Exception {
    var stream = begin(session());
    say(stream, "a");
    var reply = new CapturedReply();
    var hearing = stream.hearing(reply);
    hearing.withdrawn();
    stream.goesOn(hearing, 0);
    say(stream, "b");

    assertThat(reply.complete().status()).isEqualTo(405);
    assertThat(reply.events()).isEmpty();
  }

  @Test
  void isHeardByTheLastWhoCame() throws Exception {
    var caller = new CapturedReply();
    var stream = begin(session(), caller);
    say(stream, "a");
    var second = comesBack(stream, 0);
    var third = comesBack(stream, 1);
    say(stream, "b");
    second.leave();
    stream.callerLeft();
    say(stream, "c");
    stream.end();

    assertThat(caller.complete().events()).containsExactly("a");
    assertThat(second.complete().events()).containsExactly("a");
    assertThat(third.complete().events()).containsExactly("b", "c");
  }

  @Test
  void doesNotSlowDownForWhoHasGone() throws Exception {
    var caller = new CapturedReply();
    var stream = begin(session(), caller);
    var drained = new int[1];
    stream.onDrained(() -> drained[0]++);
    caller.fillUp();
    assertThat(stream.isFull()).isTrue();

    var second = comesBack(stream, 0);
    assertThat(stream.isFull()).isFalse();
    assertThat(drained[0]).isEqualTo(1);
    second.fillUp();
    assertThat(stream.isFull()).isTrue();
    second.drain();
    assertThat(drained[0]).isEqualTo(2);
    second.fillUp();
    second.leave();
    assertThat(stream.isFull()).isFalse();
    assertThat(drained[0]).isEqualTo(3);
  }

  @Test
  void tellsOnceThatNobodyHearsIt() throws Exception {
    var stream = begin(session());
    var over = new int[1];
    var hearing = stream.hearing(new CapturedReply());
    hearing.whenOver(() -> over[0]++);
    stream.goesOn(hearing, 0);
    assertThat(over[0]).isZero();
    hearing.left();
    hearing.withdrawn();
    stream.end();

    assertThat(over[0]).isEqualTo(1);
  }
}
