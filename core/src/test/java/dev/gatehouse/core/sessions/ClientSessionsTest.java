package dev.gatehouse.core.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.gateway.ScriptedServer;
import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.identity.Callers;
import dev.gatehouse.core.sessions.ClientSession.Listener;
import dev.gatehouse.core.upstream.AnswerHead.Form;
import dev.gatehouse.core.waiting.Waiting;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.StrictJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Sessions of clients: whose they are, how many there are, and when they end. */
class ClientSessionsTest {
  private static final Caller ANA = Callers.agent("ana");
  private static final Caller BOB = Callers.agent("bob");

  private final ScriptedServer crm = ScriptedServer.legacy("crm");
  private final ScriptedServer pipe = ScriptedServer.legacy("pipe").overPipes();
  private long now = 7;
  private final ClientSessions sessions =
      new ClientSessions(
          Opened.to(crm),
          SessionUpstreams.THEMSELVES,
          new ClientSessions.Bounds(2, 4, Duration.ofHours(1), Duration.ofMinutes(10)),
          Opened.seals(this::moment),
          () -> now);

  private Instant moment() {
    return Instant.ofEpochSecond(0, now);
  }

  private ClientSession begin(Caller caller) {
    now++;
    return sessions.begin(caller, "/mcp", Opened.initialize()).orElseThrow();
  }

  private boolean exists(ClientSession session, Caller caller) {
    return sessions.find(session.id(), caller, "/mcp").isPresent();
  }

  private void passes(Duration time) {
    now += time.toNanos();
    sessions.reap();
  }

  private static final class Heard implements Listener {
    private final List<String> messages = new ArrayList<>();

    @Override
    public void hears(byte[] message) {
      messages.add(new String(message, java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public void sessionEnds() {
      messages.add("end");
    }
  }

  /** A call that does nothing but note what becomes of it. */
  private record Noted(List<String> ends, boolean waitsForTheClient) implements ClientSession.Call {
    @Override
    public void cancel() {
      ends.add("cancel");
    }

    @Override
    public void clientStaysAway() {
      ends.add("stays away");
    }
  }

  @Nested
  class ASession {
    @Test
    void existsForItsCallerOnItsRouteOnly() {
      var session = begin(ANA);

      assertThat(sessions.find(session.id(), ANA, "/mcp")).hasValue(session);
      assertThat(sessions.find(session.id(), BOB, "/mcp")).isEmpty();
      assertThat(sessions.find(session.id(), ANA, "/mcp/crm")).isEmpty();
      assertThat(sessions.find("", ANA, "/mcp")).isEmpty();
    }

    @Test
    void hasAnIdThatNobodyGuessesAndANameThatDoesNotTellIt() {
      var session = begin(ANA);

      assertThat(session.id()).matches("[A-Za-z0-9_-]{200,400}").isNotEqualTo(begin(ANA).id());
      assertThat(session.name()).matches("[0-9a-f]{8}");
    }

    @Test
    void endsWithEverythingThatItHolds() {
      var session = begin(ANA);
      var opened = session.upstream(crm.declared(), Waiting.ALLOWED);
      var heard = new Heard();
      session.listen(heard);
      var cancelled = new ArrayList<String>();
      session.begins("7", new Noted(cancelled, false));
      session.questions().ask(opened, "1", null);
      sessions.end(session);

      assertThat(crm.heard("DELETE")).hasSize(1);
      assertThat(heard.messages).containsExactly("end");
      assertThat(cancelled).containsExactly("cancel");
      assertThat(session.questions().answered("1")).isEmpty();
      assertThat(exists(session, ANA)).isFalse();
    }

    @Test
    void isInUseWhileOneAtAServerIsOpened() {
      var session = begin(ANA);
      crm.on(
          "notifications/initialized",
          call -> {
            passes(Duration.ofHours(2));
            call.head(202, Form.EMPTY).end();
          });
      session.upstream(crm.declared(), Waiting.ALLOWED);
      sessions.reap();
      var stays = sessions.count();
      passes(Duration.ofHours(2));

      assertThat(stays).isEqualTo(1);
      assertThat(sessions.count()).isZero();
    }

    @Test
    void keepsNothingThatComesAfterItsEnd() {
      var session = begin(ANA);
      sessions.end(session);
      session.adopt(Opened.session(crm));

      assertThat(session.upstreams()).isEmpty();
      assertThat(crm.heard("DELETE")).hasSize(1);
      assertThat(session.listen(new Heard())).isFalse();
    }

    @Test
    void opensOneSessionAtEachServer() {
      var session = begin(ANA);
      var opened = session.upstream(crm.declared(), Waiting.ALLOWED);

      assertThat(session.upstream(crm.declared(), Waiting.FORBIDDEN)).isSameAs(opened);
      assertThat(crm.heard()).containsExactly("initialize", "notifications/initialized");
    }

    @Test
    void cancelsACallOnce() {
      var session = begin(ANA);
      var cancelled = new ArrayList<String>();
      session.begins("7", new Noted(cancelled, false));
      assertThat(session.begins("7", new Noted(cancelled, false))).isFalse();
      session.cancel("8");
      session.cancel("7");
      session.cancel("7");

      assertThat(cancelled).containsExactly("cancel");
    }

    @Test
    void hasABoundOnCallsAndStreams() {
      var session = begin(ANA);
      for (var i = 0; i < 1_000; i++) {
        assertThat(session.begins("" + i, new Noted(new ArrayList<>(), false))).isTrue();
      }
      for (var i = 0; i < 16; i++) {
        assertThat(session.listen(new Heard())).isTrue();
      }

      assertThat(session.begins("1000", new Noted(new ArrayList<>(), false))).isFalse();
      assertThat(session.listen(new Heard())).isFalse();
    }

    @Test
    void tellsTheNewestStream() {
      var session = begin(ANA);
      var older = new Heard();
      var newer = new Heard();
      session.tell("nobody".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      session.listen(older);
      session.listen(newer);
      session.tell("x".getBytes(java.nio.charset.StandardCharsets.UTF_8));

      assertThat(older.messages).isEmpty();
      assertThat(newer.messages).containsExactly("x");
    }

    @Test
    void waitsForTheNewestLateAnswersOnly() {
      var session = begin(ANA);
      for (var i = 0; i < 20; i++) {
        session.leavesOpen("" + i, answer -> answer.bytes());
      }

      assertThat(session.finishes("3")).isEmpty();
      assertThat(session.finishes("4")).isPresent();
      assertThat(session.finishes("4")).isEmpty();
    }
  }

  @Nested
  class ASessionThatIsNotHeld {
    private final ClientSessions afterRestart =
        new ClientSessions(
            Opened.to(crm),
            SessionUpstreams.THEMSELVES,
            new ClientSessions.Bounds(2, 2, Duration.ofHours(1), Duration.ofMinutes(10)),
            Opened.seals(ClientSessionsTest.this::moment),
            () -> now);

    @Test
    void isTakenUpByItsIdForItsCallerAndRouteOnly() {
      var id = begin(ANA).id();

      assertThat(afterRestart.find(id, BOB, "/mcp")).isEmpty();
      assertThat(afterRestart.find(id, ANA, "/mcp/crm")).isEmpty();
      var takenUp = afterRestart.find(id, ANA, "/mcp").orElseThrow();
      assertThat(takenUp.initialize().bytes()).isEqualTo(Opened.initialize().bytes());
      assertThat(takenUp.id()).isEqualTo(id);
      assertThat(afterRestart.find(id, ANA, "/mcp")).hasValue(takenUp);
    }

    @Test
    void opensItsSessionsAtServersAnew() {
      var id = begin(ANA).id();
      afterRestart.find(id, ANA, "/mcp").orElseThrow().upstream(crm.declared(), Waiting.ALLOWED);

      assertThat(crm.heard()).containsExactly("initialize", "notifications/initialized");
    }

    @Test
    void isRefusedWhenOneBitIsAnother() {
      var id = begin(ANA).id();
      for (var at = 0; at < id.length(); at++) {
        var other = id.charAt(at) == 'A' ? 'B' : 'A';
        var changed = id.substring(0, at) + other + id.substring(at + 1);
        assertThat(afterRestart.find(changed, ANA, "/mcp")).isEmpty();
      }
      assertThat(afterRestart.count()).isZero();
    }

    @Test
    void isRefusedAWeekAfterItsBeginning() {
      var id = begin(ANA).id();
      now += Duration.ofDays(8).toNanos();

      assertThat(afterRestart.find(id, ANA, "/mcp")).isEmpty();
    }

    @Test
    void staysEndedWhenItWasEnded() {
      var session = begin(ANA);
      sessions.end(session);

      assertThat(exists(session, ANA)).isFalse();
    }

    @Test
    void countsAsOneOfItsCallerAndOfAll() {
      var ids = List.of(begin(ANA).id(), begin(ANA).id(), begin(ANA).id());
      ids.forEach(id -> afterRestart.find(id, ANA, "/mcp"));
      assertThat(afterRestart.count()).isEqualTo(2);

      assertThat(afterRestart.find(begin(BOB).id(), BOB, "/mcp")).isEmpty();
    }

    @Test
    void isNotKeptWhenItsBeginningIsTooLongForAnId() throws Exception {
      var random = new java.util.Random(1);
      var noise = new StringBuilder();
      random.ints(4_000, 'a', 'z').forEach(c -> noise.append((char) c));
      var initialize =
          Envelope.scan(
              ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"x\":\""
                      + noise
                      + "\"}}")
                  .getBytes(java.nio.charset.StandardCharsets.UTF_8),
              StrictJson.Bounds.DEFAULT);
      var id = sessions.begin(ANA, "/mcp", initialize).orElseThrow().id();

      assertThat(id).hasSize(27);
      assertThat(sessions.find(id, ANA, "/mcp")).isPresent();
      assertThat(afterRestart.find(id, ANA, "/mcp")).isEmpty();
    }
  }

  @Nested
  class TooManySessions {
    @Test
    void ofOneCallerPushOutItsLongestIdle() {
      var first = begin(ANA);
      var second = begin(ANA);
      now++;
      assertThat(exists(first, ANA)).isTrue();
      var heard = new Heard();
      second.listen(heard);
      begin(ANA);

      assertThat(heard.messages).containsExactly("end");
      assertThat(sessions.find(first.id(), ANA, "/mcp")).hasValue(first);
      assertThat(sessions.count()).isEqualTo(2);
    }

    @Test
    void ofOneCallerDoNotPushOutAnother() {
      var bobs = begin(BOB);
      for (var i = 0; i < 5; i++) {
        begin(ANA);
      }

      assertThat(exists(bobs, BOB)).isTrue();
    }

    @Test
    void inAllAreRefusedUntilSomeAreIdle() {
      for (var name : List.of("a", "b", "c", "d")) {
        begin(Callers.agent(name));
      }
      assertThat(sessions.begin(ANA, "/mcp", Opened.initialize())).isEmpty();
      now += Duration.ofHours(2).toNanos();

      assertThat(sessions.begin(ANA, "/mcp", Opened.initialize())).isPresent();
    }
  }

  @Nested
  class AnIdleSession {
    @Test
    void isLetGoAfterItsTime() {
      var session = begin(ANA);
      passes(Duration.ofMinutes(59));
      assertThat(exists(session, ANA)).isTrue();
      passes(Duration.ofMinutes(59));
      assertThat(sessions.count()).isEqualTo(1);
      passes(Duration.ofMinutes(61));

      assertThat(sessions.count()).isZero();
    }

    @Test
    void isNotIdleWhileACallOrAStreamIsOpen() {
      var calling = begin(ANA);
      var listening = begin(BOB);
      var listener = new Heard();
      calling.begins("7", new Noted(new ArrayList<>(), false));
      listening.listen(listener);
      passes(Duration.ofHours(3));
      assertThat(sessions.count()).isEqualTo(2);
      calling.ends("7");
      listening.unlisten(listener);
      passes(Duration.ofHours(3));

      assertThat(sessions.count()).isZero();
    }

    @Test
    void isIdleThoughACallWaitsForItsClient() {
      var waiting = new Noted(new ArrayList<>(), true);
      begin(ANA).begins("7", waiting);
      passes(Duration.ofMinutes(59));
      assertThat(waiting.ends).isEmpty();
      passes(Duration.ofMinutes(2));

      assertThat(sessions.count()).isZero();
      assertThat(waiting.ends).containsExactly("stays away");
    }

    @Test
    void isNotIdleWhileOneOfItsCallsWaitsForNobody() {
      var session = begin(ANA);
      var ends = new ArrayList<String>();
      session.begins("7", new Noted(ends, true));
      session.begins("8", new Noted(ends, false));
      passes(Duration.ofHours(3));
      assertThat(sessions.count()).isEqualTo(1);
      session.ends("8");
      passes(Duration.ofHours(3));

      assertThat(ends).containsExactly("stays away");
    }

    @Test
    void keepsTheProcessOfACallThatWaitsForItsClient() {
      var held =
          new ClientSessions(
              Opened.to(pipe),
              SessionUpstreams.THEMSELVES,
              new ClientSessions.Bounds(2, 4, Duration.ofHours(1), Duration.ofMinutes(10)),
              Opened.seals(ClientSessionsTest.this::moment),
              () -> now);
      var session = held.begin(ANA, "/mcp", Opened.initialize()).orElseThrow();
      session.upstream(pipe.declared(), Waiting.ALLOWED);
      session.begins("7", new Noted(new ArrayList<>(), true));
      now += Duration.ofMinutes(30).toNanos();
      held.reap();
      assertThat(session.upstreams()).hasSize(1);
      session.ends("7");
      held.reap();

      assertThat(session.upstreams()).isEmpty();
    }

    @Test
    void givesUpItsProcessesBefore() {
      var session =
          new ClientSessions(
                  Opened.to(pipe),
                  SessionUpstreams.THEMSELVES,
                  new ClientSessions.Bounds(2, 4, Duration.ofHours(1), Duration.ofMinutes(10)),
                  Opened.seals(Instant::now),
                  () -> now)
              .begin(ANA, "/mcp", Opened.initialize())
              .orElseThrow();
      session.upstream(pipe.declared(), Waiting.ALLOWED);
      session.endProcesses();

      assertThat(session.upstreams()).isEmpty();
      session.upstream(pipe.declared(), Waiting.ALLOWED);
      assertThat(pipe.heard("initialize")).hasSize(2);
    }
  }
}
