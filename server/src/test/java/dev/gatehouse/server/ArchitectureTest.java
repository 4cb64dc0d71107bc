package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the code against the map in ARCHITECTURE.md and the size bars of STYLE.md. */
class ArchitectureTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String HOUSE = "dev.gatehouse.";
  private static Map<String, Set<String>> map = Map.of();
  private static JavaClasses classes = new ClassFileImporter().importPackages();

  @BeforeAll
  static void readTheMapAndTheClasses() throws IOException {
    map = drawnArrows(Files.readString(ROOT.resolve("ARCHITECTURE.md")));
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.gatehouse");
  }

  @Test
  void everyRoomIsOnTheMapAndEveryListedRoomExists() {
    assertThat(classes.stream().map(ArchitectureTest::roomOf).collect(Collectors.toSet()))
        .isEqualTo(map.keySet());
  }

  @Test
  void everyArrowIsDrawn() {
    var undrawn = new TreeSet<String>();
    for (var arrow : arrows()) {
      if (!map.getOrDefault(arrow.from(), Set.of()).contains(arrow.to())) {
        undrawn.add(arrow.from() + " -> " + arrow.to() + " (" + arrow.because() + ")");
      }
    }
    assertThat(undrawn).isEmpty();
  }

  @Test
  void theMapHasNoCycle() {
    var open = new TreeMap<String, Set<String>>();
    map.forEach((room, uses) -> open.put(room, new TreeSet<>(uses)));
    while (open.values().removeIf(Set::isEmpty)) {
      open.values().forEach(uses -> uses.retainAll(open.keySet()));
    }
    assertThat(open).as("rooms on a cycle").isEmpty();
  }

  @Test
  void noFileIsOver500Lines() throws IOException {
    assertThat(javaFiles().filter(file -> linesOf(file).size() > 500)).isEmpty();
  }

  @Test
  void noMethodIsOver60Lines() throws IOException {
    var tooLong = javaFiles().flatMap(file -> LongMethods.in(file, linesOf(file), 60)).toList();
    assertThat(tooLong).isEmpty();
  }

  private record Arrow(String from, String to, String because) {}

  private static List<Arrow> arrows() {
    return classes.stream()
        .flatMap(from ->
            from.getDirectDependenciesFromSelf().stream()
                .filter(use -> use.getTargetClass().getPackageName().startsWith(HOUSE))
                .map(use ->
                    new Arrow(
                        roomOf(from),
                        roomOf(use.getTargetClass()),
                        from.getSimpleName() + " uses " + use.getTargetClass().getName())))
        .filter(arrow -> !arrow.from().equals(arrow.to()))
        .toList();
  }

  private static String roomOf(JavaClass type) {
    return type.getPackageName().substring(HOUSE.length());
  }

  private static Map<String, Set<String>> drawnArrows(String document) {
    var block = document.substring(document.indexOf("```map") + 6);
    return block
        .substring(0, block.indexOf("```"))
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> line.split("->", -1))
        .collect(
            Collectors.toMap(
                sides -> sides[0].strip(),
                sides ->
                    Stream.of(sides[1].split(","))
                        .map(String::strip)
                        .filter(room -> !room.isEmpty())
                        .collect(Collectors.toSet())));
  }

  private static Stream<Path> javaFiles() throws IOException {
    try (var files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.toString().contains("/target/"))
          .toList()
          .stream();
    }
  }

  private static List<String> linesOf(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
