package dev.gatehouse.core.spelling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> KNOWN = List.of("tickets", "files", "crm");

  @Test
  void isTheNameWithFewChanges() {
    assertThat(Nearest.to("fiels", KNOWN)).contains("files");
    assertThat(Nearest.to("ticket", KNOWN)).contains("tickets");
    assertThat(Nearest.to("CRM", KNOWN)).contains("crm");
  }

  @Test
  void isTheFirstByNameOfSeveral() {
    assertThat(Nearest.to("one-3", List.of("one-2", "one-1"))).contains("one-1");
  }

  @Test
  void isNothingWhenTheChangesAreMany() {
    assertThat(Nearest.to("weather", KNOWN)).isEmpty();
    assertThat(Nearest.to("x".repeat(200), List.of("x".repeat(200)))).isEmpty();
  }

  @Test
  void makesAQuestionOrNothing() {
    assertThat(Nearest.didYouMean("fiels", KNOWN, "servers."))
        .isEqualTo("Did you mean \"servers.files\"?");
    assertThat(Nearest.didYouMean("weather", KNOWN, "")).isEmpty();
  }
}
