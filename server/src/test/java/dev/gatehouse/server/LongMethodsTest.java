package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LongMethodsTest {
  @Test
  void countsAMethodAlsoWhenItsDeclarationGoesOverSeveralLines() {
    assertThat(found(List.of("  void plain() {"))).hasSize(1);
    assertThat(found(List.of("  void wrapped(", "      int one, int two) {"))).hasSize(1);
    assertThat(found(List.of("  void declaring()", "      throws Exception {"))).hasSize(1);
  }

  @Test
  void countsNeitherTypesNorStatements() {
    assertThat(
            found(List.of("  record Wide(", "      @Doc(\"a) (\") int one,", "      int two) {")))
        .isEmpty();
    assertThat(found(List.of("  .start(() -> {"))).isEmpty();
    assertThat(found(List.of("  return switch (kind) {"))).isEmpty();
  }

  private static List<String> found(List<String> declaration) {
    var lines = new ArrayList<>(declaration);
    for (var i = 0; i < 10; i++) {
      lines.add("    call(" + i + ");");
    }
    lines.add("  }");
    return LongMethods.in(Path.of("X.java"), lines, 10).toList();
  }
}
