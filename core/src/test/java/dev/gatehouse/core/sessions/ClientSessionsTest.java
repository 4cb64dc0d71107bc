package dev.gatehouse.core.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.gateway.ScriptedServer;
import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.identity.Callers;
import dev.gatehouse.core.sessions.ClientSession.Listener;
import dev.gatehouse.core.waiting.Waiting;
import java.time.Duration;
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
          new ClientSessions.Bounds(2, 4, Duration.ofHours(1), Duration.ofMinutes(10)),
          () -> now);

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

      assertThat(session.id()).matches("[A-Za-z0-9_-]{27}").isNotEqualTo(begin(ANA).id());
      assertThat(session.name()).matches("[0-9a-f]{8}");
    }

    @Test
    void endsWithEverythingThatItHolds() {
      var session = begin(ANA);
      var opened = session.upstream(crm.declared(), Waiting.ALLOWED);
      var heard = new Heard();
      session.listen(heard);
      var cancelled = new ArrayList<String>();
      session.begins("7", () -> cancelled.add("7"));
      session.questions().ask(opened, "1");
      sessions.end(session);

      assertThat(crm.heard("DELETE")).hasSize(1);
      assertThat(heard.messages).containsExactly("end");
      assertThat(cancelled).containsExactly("7");
      assertThat(session.questions().answered("1")).isEmpty();
      assertThat(exists(session, ANA)).isFalse();
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
      session.begins("7", () -> cancelled.add("7"));
      assertThat(session.begins("7", () -> {})).isFalse();
      session.cancel("8");
      session.cancel("7");
      session.cancel("7");

      assertThat(cancelled).containsExactly("7");
    }

    @Test
    void hasABoundOnCallsAndStreams() {
      var session = begin(ANA);
      for (var i = 0; i < 1_000; i++) {
        assertThat(session.begins("" + i, () -> {})).isTrue();
      }
      for (var i = 0; i < 16; i++) {
        assertThat(session.listen(new Heard())).isTrue();
      }

      assertThat(session.begins("1000", () -> {})).isFalse();
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
  class TooManySessions {
    @Test
    void ofOneCallerPushOutItsLongestIdle() {
      var first = begin(ANA);
      var second = begin(ANA);
      now++;
      assertThat(exists(first, ANA)).isTrue();
      var third = begin(ANA);

      assertThat(exists(second, ANA)).isFalse();
      assertThat(exists(first, ANA)).isTrue();
      assertThat(exists(third, ANA)).isTrue();
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
    void endsAfterItsTime() {
      var session = begin(ANA);
      passes(Duration.ofMinutes(59));
      assertThat(exists(session, ANA)).isTrue();
      passes(Duration.ofMinutes(59));
      assertThat(exists(session, ANA)).isTrue();
      passes(Duration.ofMinutes(61));

      assertThat(exists(session, ANA)).isFalse();
    }

    @Test
    void isNotIdleWhileACallOrAStreamIsOpen() {
      var calling = begin(ANA);
      var listening = begin(BOB);
      var listener = new Heard();
      calling.begins("7", () -> {});
      listening.listen(listener);
      passes(Duration.ofHours(3));
      assertThat(sessions.count()).isEqualTo(2);
      calling.ends("7");
      listening.unlisten(listener);
      passes(Duration.ofHours(3));

      assertThat(sessions.count()).isZero();
    }

    @Test
    void givesUpItsProcessesBefore() {
      var session =
          new ClientSessions(
                  Opened.to(pipe),
                  new ClientSessions.Bounds(2, 4, Duration.ofHours(1), Duration.ofMinutes(10)),
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
