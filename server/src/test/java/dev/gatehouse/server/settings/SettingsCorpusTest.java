package dev.gatehouse.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file under {@code settings/}: what its {@code .problems} file says is printed for it, or
 * nothing when there is none. The schema agrees, except where the first line says that it cannot.
 */
class SettingsCorpusTest {
  private static final Path FILES = Path.of("src/test/resources/settings");
  private static final boolean WRITE = Boolean.getBoolean("gatehouse.write-problems");

  static Stream<Path> files() throws IOException {
    try (var files = Files.list(FILES)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void printsWhatItsProblemsFileSays(Path file) throws IOException {
    var expected = FILES.resolve(file.getFileName().toString().replace(".yaml", ".problems"));
    var printed = problemsOf(file);
    if (WRITE && !printed.isEmpty()) {
      Files.writeString(expected, printed + "\n");
    }

    assertThat(printed).isEqualTo(Files.exists(expected) ? Files.readString(expected).strip() : "");
  }

  @ParameterizedTest
  @MethodSource("files")
  void neverRepeatsASecret(Path file) throws IOException {
    assertThat(problemsOf(file)).doesNotContain("hunter2", "ghp_", "12345678");
  }

  @ParameterizedTest
  @MethodSource("files")
  void isJudgedAlikeByTheSchema(Path file) throws IOException {
    var text = Files.readString(file);
    var isGood = problemsOf(file).isEmpty() || text.startsWith("# beyond the schema");

    assertThat(SchemaCheck.faults(text).isEmpty()).isEqualTo(isGood);
  }

  @ParameterizedTest
  @MethodSource("files")
  void isTheSameInItsLongForm(Path file) throws IOException, Problems {
    if (problemsOf(file).isEmpty()) {
      var loader = new SettingsLoader(BuiltInKinds.ALL);
      var explained = LongForm.of(loader.load(file).settings(), loader.shape());
      var again = loader.decode(explained, "explained");

      assertThat(LongForm.of(again.settings(), loader.shape())).isEqualTo(explained);
      assertThat(SchemaCheck.faults(explained)).isEmpty();
    }
  }

  /** Whatever the bytes: settings that the schema takes too, or problems; never anything else. */
  @Test
  void isReadOrRefusedHoweverItIsDamaged() throws IOException {
    var loader = new SettingsLoader(BuiltInKinds.ALL);
    var whole = Files.readString(FILES.resolve("experience.yaml"));
    var random = new Random(7);
    for (var round = 0; round < 1_000; round++) {
      var damaged = damaged(whole, random);
      try {
        loader.decode(damaged, "damaged");
        assertThat(SchemaCheck.faults(damaged)).as(damaged).isEmpty();
      } catch (Problems problems) {
        assertThat(problems.list()).isNotEmpty();
      }
    }
  }

  private static String damaged(String whole, Random random) {
    var text = new StringBuilder(whole);
    for (var i = 0; i <= random.nextInt(3); i++) {
      var at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, "[]{}:-#&*!|>'\"%@` \n\t0a~".charAt(random.nextInt(23)));
        case 2 -> text.setLength(Math.max(1, at));
        default -> {
          var from = random.nextInt(whole.length());
          text.insert(at, whole, from, Math.min(whole.length(), from + random.nextInt(40)));
        }
      }
    }
    return text.toString();
  }

  @Test
  void everyExpectationBelongsToAFile() throws IOException {
    try (var all = Files.list(FILES)) {
      var names = all.map(file -> file.getFileName().toString()).toList();
      assertThat(names.stream().filter(name -> name.endsWith(".problems")))
          .allSatisfy(name -> assertThat(names).contains(name.replace(".problems", ".yaml")));
    }
  }

  private static String problemsOf(Path file) throws IOException {
    try {
      new SettingsLoader(BuiltInKinds.ALL)
          .decode(Files.readString(file), String.valueOf(file.getFileName()));
      return "";
    } catch (Problems problems) {
      return String.valueOf(problems.getMessage());
    }
  }
}
