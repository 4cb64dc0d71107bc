package dev.gatehouse.core.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.gateway.ScriptedServer;
import org.junit.jupiter.api.Test;

/** What a client has been asked, and who waits for the answer. */
class QuestionsTest {
  private final UpstreamSession asker = Opened.session(ScriptedServer.legacy("crm"));
  private final UpstreamSession other = Opened.session(ScriptedServer.legacy("wiki"));
  private final Questions questions = new Questions();

  @Test
  void areAnsweredOnce() {
    assertThat(questions.ask(asker, "1")).isTrue();
    assertThat(questions.answered("2")).isEmpty();

    assertThat(questions.answered("1")).hasValue(new Questions.Question(asker, "1"));
    assertThat(questions.answered("1")).isEmpty();
  }

  @Test
  void areNotAskedTwiceUnderOneId() {
    questions.ask(asker, "1");

    assertThat(questions.ask(other, "1")).isFalse();
  }

  @Test
  void ofSeveralServersAreNumberedHere() {
    var first = questions.askRenumbered(asker, "1").orElseThrow();
    var second = questions.askRenumbered(other, "1").orElseThrow();

    assertThat(first).isNotEqualTo(second);
    assertThat(questions.answered(second)).hasValue(new Questions.Question(other, "1"));
    assertThat(questions.answered(first)).hasValue(new Questions.Question(asker, "1"));
  }

  @Test
  void areBounded() {
    for (var i = 0; i < 1_000; i++) {
      assertThat(questions.ask(asker, "" + i)).isTrue();
    }

    assertThat(questions.ask(asker, "1000")).isFalse();
    assertThat(questions.askRenumbered(asker, "1000")).isEmpty();
  }

  @Test
  void areForgottenWithTheirAsker() {
    questions.ask(asker, "1");
    questions.ask(other, "2");
    questions.forget(asker);

    assertThat(questions.answered("1")).isEmpty();
    assertThat(questions.answered("2")).isPresent();
  }
}
