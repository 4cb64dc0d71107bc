package dev.gatehouse.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script in the project's root, on JDKs that are played. */
class TheLauncherTest {
  @TempDir private Path directory;

  private record Seen(int exit, String text) {}

  @BeforeEach
  void putItWhereNothingNeedsToBeBuilt() throws Exception {
    program("gatehouse", Files.readString(Path.of("../gatehouse")));
    Files.createDirectories(directory.resolve("server/target/app"));
    Files.createFile(directory.resolve("server/target/app/built"));
  }

  private Path program(String name, String text) throws IOException {
    var file = directory.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  /** A JDK that says its name and what it was asked to run. */
  private Path jdk(String name, String version) throws IOException {
    program(name + "/bin/javac", "#!/bin/sh\n");
    program(name + "/bin/java", "#!/bin/sh\necho \"" + name + " runs $*\"\n");
    Files.writeString(
        directory.resolve(name + "/release"), "JAVA_VERSION=\"" + version + "\"\nMODULES=\"\"\n");
    return directory.resolve(name);
  }

  private Seen launched(List<String> before, Map<String, String> environment, String... arguments)
      throws Exception {
    var command = new ArrayList<>(before);
    command.add(directory.resolve("gatehouse").toString());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", "/usr/bin:/bin", "HOME", directory.toString()));
    builder.environment().putAll(environment);
    var process = builder.redirectInput(Path.of("/dev/null").toFile()).start();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Seen(process.waitFor(), text);
  }

  @Test
  void runsOnTheJdkThatJavaHomeNames() throws Exception {
    var seen =
        launched(List.of(), Map.of("JAVA_HOME", jdk("right", "25.0.3").toString()), "version");

    assertThat(seen.exit()).isZero();
    assertThat(seen.text())
        .startsWith("right runs ")
        .endsWith("dev.gatehouse.server.command.Main version\n");
  }

  @Test
  void passesAnotherVersionOverAndSaysSoWhereSomethingBegins() throws Exception {
    var old = jdk("old", "17.0.9");
    var path = jdk("right", "25") + "/bin:/usr/bin:/bin";
    var environment = Map.of("JAVA_HOME", old.toString(), "PATH", path);

    assertThat(launched(List.of(), environment, "up").text())
        .startsWith(
            "gatehouse: JAVA_HOME is not used: " + old + " is Java 17.0.9, or no JDK, and a JDK 25")
        .contains("taking " + directory.toRealPath().resolve("right"), "right runs ");
    assertThat(launched(List.of(), environment, "server", "list").text()).startsWith("right runs ");
  }

  @Test
  void saysWhatToInstallWhereThereIsNone() throws Exception {
    var empty = Files.createDirectories(directory.resolve("empty"));
    var hiding =
        List.of(
            "unshare",
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            "mount --bind "
                + empty
                + " /usr/lib/jvm && mount --bind "
                + empty
                + " /opt && exec \"$@\"",
            "sh");
    var isPossible = new ArrayList<>(hiding);
    isPossible.add("true");
    assumeTrue(
        Files.isDirectory(Path.of("/usr/lib/jvm"))
            && Files.isExecutable(Path.of("/usr/bin/unshare"))
            && new ProcessBuilder(isPossible).start().waitFor() == 0,
        "the JDKs of this machine cannot be hidden");
    var old = jdk("old", "17.0.9");

    var without = launched(hiding, Map.of(), "up");
    var withOld = launched(hiding, Map.of("JAVA_HOME", old.toString()), "server", "list");

    assertThat(without.exit()).isEqualTo(2);
    assertThat(without.text())
        .startsWith("gatehouse: no JDK 25 found (looked at ")
        .contains("temurin-25-jdk", "set JAVA_HOME");
    assertThat(withOld.exit()).isEqualTo(2);
    assertThat(withOld.text()).contains(old + " is Java 17.0.9", "no JDK 25 found");
  }
}
