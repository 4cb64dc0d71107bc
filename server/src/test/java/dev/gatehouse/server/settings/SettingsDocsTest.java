package dev.gatehouse.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Manual, schema and example are those of the records: no name, default or text changes unnoticed.
 */
class SettingsDocsTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final String COMMAND =
      "mvn -pl server -am test -Dtest=SettingsDocsTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dgatehouse.write-docs=true";
  private static final SettingsLoader LOADER = new SettingsLoader(BuiltInKinds.ALL);

  enum Document {
    MANUAL("settings.md", SettingsManual.of(LOADER.shape())),
    SCHEMA("gatehouse.schema.json", SettingsSchema.of(LOADER.shape())),
    EXAMPLE("gatehouse.example.yaml", SettingsExample.of(LOADER.shape()));

    private final String file;
    private final String text;

    Document(String file, String text) {
      this.file = file;
      this.text = text;
    }
  }

  @ParameterizedTest
  @EnumSource
  void isTheOneThatIsCommitted(Document document) throws IOException {
    var file = DOCS.resolve(document.file);
    if (Boolean.getBoolean("gatehouse.write-docs")) {
      Files.createDirectories(DOCS);
      Files.writeString(file, document.text);
    }

    assertThat(Files.exists(file) ? Files.readString(file) : "")
        .as("docs/%s; when the change is meant, make it again with: %s", document.file, COMMAND)
        .isEqualTo(document.text);
  }

  @Test
  void theExampleAsItIsMeansTheDefaults() throws Problems {
    var example = LOADER.decode(Document.EXAMPLE.text, "example");

    assertThat(LongForm.of(example.settings(), LOADER.shape()))
        .isEqualTo(LongForm.of(LOADER.defaults().settings(), LOADER.shape()));
    assertThat(SchemaCheck.faults(Document.EXAMPLE.text)).isEmpty();
  }

  @Test
  void theExampleWithEverySettingUsedIsValidToo() {
    var used =
        Document.EXAMPLE
            .text
            .lines()
            .map(line -> line.replaceFirst("^#(?=[a-z]|  )", ""))
            .collect(Collectors.joining("\n"));

    assertThatCode(() -> LOADER.decode(used, "used")).doesNotThrowAnyException();
    assertThat(SchemaCheck.faults(used)).isEmpty();
  }

  @Test
  void everySettingIsExplained() {
    assertThat(Document.MANUAL.text.lines().filter(line -> line.startsWith("| `")))
        .allSatisfy(line -> assertThat(line.split("\\|", -1)[4]).isNotBlank());
  }
}
