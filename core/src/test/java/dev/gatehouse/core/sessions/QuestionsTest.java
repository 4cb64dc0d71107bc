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
    assertThat(questions.ask(asker, "1", null)).isTrue();
    assertThat(questions.answered("2")).isEmpty();

    assertThat(questions.answered("1")).hasValue(new Questions.Question(asker, "1", null));
    assertThat(questions.answered("1")).isEmpty();
  }

  @Test
  void areNotAskedTwiceUnderOneId() {
    questions.ask(asker, "1", null);

    assertThat(questions.ask(other, "1", null)).isFalse();
  }

  @Test
  void ofSeveralServersAreNumberedHere() {
    var first = questions.askRenumbered(asker, "1", null).orElseThrow();
    var second = questions.askRenumbered(other, "1", null).orElseThrow();

    assertThat(first).isNotEqualTo(second);
    assertThat(questions.answered(second)).hasValue(new Questions.Question(other, "1", null));
    assertThat(questions.answered(first)).hasValue(new Questions.Question(asker, "1", null));
  }

  @Test
  void areBounded() {
    for (var i = 0; i < 1_000; i++) {
      assertThat(questions.ask(asker, "" + i, null)).isTrue();
    }

    assertThat(questions.ask(asker, "1000", null)).isFalse();
    assertThat(questions.askRenumbered(asker, "1000", null)).isEmpty();
  }

  @Test
  void belongToARequestUntilTheyAreAnswered() {
    questions.ask(asker, "1", "7");
    questions.ask(asker, "2", null);

    assertThat(questions.isAskedIn("7")).isTrue();
    assertThat(questions.isAskedIn("8")).isFalse();
    questions.answered("1");
    assertThat(questions.isAskedIn("7")).isFalse();
  }

  @Test
  void areForgottenWithTheirAsker() {
    questions.ask(asker, "1", null);
    questions.ask(other, "2", null);
    questions.forget(asker);

    assertThat(questions.answered("1")).isEmpty();
    assertThat(questions.answered("2")).isPresent();
  }
}
