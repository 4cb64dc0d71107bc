package dev.gatehouse.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SchemaTest {
  @Test
  void knowsItsNewestStep() throws IOException, URISyntaxException {
    var first = Objects.requireNonNull(Schema.class.getResource("schema/V1__decisions.sql"));
    try (var steps = Files.list(Objects.requireNonNull(Path.of(first.toURI()).getParent()))) {
      assertThat(
              steps
                  .map(step -> step.getFileName().toString().split("__", 2)[0])
                  .mapToInt(step -> Integer.parseInt(step.substring(1)))
                  .max())
          .hasValue(Schema.NEWEST);
    }
  }
}
