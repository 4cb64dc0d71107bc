package dev.gatehouse.server.exports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlugTest {
  @ParameterizedTest
  @CsvSource({
    "com.example/crm, com.example_crm",
    "com.example/crm_v2.x-y, com.example_crm_v2.x-y",
    "io.github.acme/a, io.github.acme_a",
  })
  void isTheNameWithoutItsSlashWhereThatWillDo(String name, String slug) {
    assertThat(Slug.of(name)).isEqualTo(slug);
  }

  @Test
  void ofAServerOfTheGatewayIsItsNameThere() {
    assertThat(Slug.ofOwn("com.example.mcp/crm")).isEqualTo("crm");
  }

  @Test
  void keepsNamesApartThatLookAlike() {
    var names =
        List.of(
            "com.example/crm",
            "com.Example/crm",
            "com.example/CRM",
            "com.example.crm/x",
            "com.example/crm.x",
            "com/example.crm",
            "com.example/_crm",
            "com.example-crm",
            "com.example/crm x",
            "com.example/crm/x",
            "com.example/" + "x".repeat(90),
            "com.example/" + "x".repeat(91),
            "/",
            "ü/ü");
    var slugs = names.stream().map(Slug::of).toList();

    assertThat(slugs)
        .doesNotHaveDuplicates()
        .allSatisfy(slug -> assertThat(slug).matches("[a-z0-9][a-z0-9._-]{0,63}"));
    assertThat(Slug.of("com.Example/crm")).matches("com\\.example\\.crm__[0-9a-f]{16}");
  }

  @Test
  void cannotBeChosenSoThatItIsAnothers() {
    var digested = Slug.of("com.Example/crm");
    var imitation = digested.replace("com.example.crm__", "com.example.crm/_");

    assertThat(Slug.of(imitation)).isNotEqualTo(digested);
    assertThat(Slug.of(digested)).isNotEqualTo(digested);
  }

  @Test
  void dependsOnTheNameAlone() {
    assertThat(Slug.of("com.Example/crm")).isEqualTo("com.example.crm__14f7fb4ad4908e92");
  }
}
