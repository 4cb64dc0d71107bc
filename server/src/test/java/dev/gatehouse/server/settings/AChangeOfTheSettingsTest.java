package dev.gatehouse.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.secrets.SecretReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AChangeOfTheSettingsTest {
  private static final String CRM = "servers: { crm: https://crm.example/mcp }\n";
  private static final String OTHER = "servers: { other: https://other.example/mcp }\n";

  @TempDir Path directory;
  private Path file;
  private final Taken taken = new Taken();

  @BeforeEach
  void writeTheFile() throws IOException {
    file = directory.resolve("gatehouse.yaml");
    Files.writeString(file, CRM);
  }

  @Test
  void isTakenUpWhenTwoLooksSawTheSame() throws Exception {
    var watch = watch();
    Files.writeString(file, OTHER);

    assertThat(watch.look()).isTrue();
    assertThat(taken.settings).isEmpty();
    assertThat(watch.look()).isFalse();
    assertThat(taken.settings).hasSize(1);
    assertThat(watch.current().settings().servers()).hasToString(servers(OTHER));
  }

  @Test
  void isNotTakenUpWhileTheFileIsStillBeingWritten() throws Exception {
    var watch = watch();
    Files.writeString(file, "servers: {}\n");
    watch.look();
    Files.writeString(file, OTHER);
    watch.look();

    assertThat(taken.settings).isEmpty();
    watch.look();
    assertThat(watch.current().settings().servers()).hasToString(servers(OTHER));
  }

  @Test
  void isNoChangeWhenTheContentIsTheSame() throws Exception {
    var watch = watch();
    Files.writeString(file, CRM);
    lookTwice(watch);

    assertThat(taken.settings).isEmpty();
  }

  @Test
  void isSeenBehindASwappedSymlink() throws Exception {
    Files.delete(file);
    Files.createDirectory(directory.resolve("one"));
    Files.createDirectory(directory.resolve("two"));
    Files.writeString(directory.resolve("one/gatehouse.yaml"), CRM);
    Files.writeString(directory.resolve("two/gatehouse.yaml"), OTHER);
    Files.createSymbolicLink(directory.resolve("..data"), Path.of("one"));
    Files.createSymbolicLink(file, Path.of("..data/gatehouse.yaml"));
    var watch = watch();
    Files.createSymbolicLink(directory.resolve("..next"), Path.of("two"));
    Files.move(
        directory.resolve("..next"), directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    lookTwice(watch);

    assertThat(watch.current().settings().servers()).hasToString(servers(OTHER));
  }

  @Test
  void isRefusedAsAWholeWhenAnythingIsWrong() throws Exception {
    var watch = watch();
    Files.writeString(file, OTHER + "lisen: x\n");
    lookTwice(watch);

    assertThat(taken.settings).isEmpty();
    assertThat(taken.refusals).hasSize(1);
    assertThat(taken.refusals.getFirst()).contains("lisen").contains("Did you mean \"listen\"?");
    assertThat(watch.refusal()).isPresent();
    assertThat(watch.current().settings().servers()).hasToString(servers(CRM));
  }

  @Test
  void isRefusedOnceUntilTheFileChangesAgain() throws Exception {
    var watch = watch();
    Files.writeString(file, "lisen: x\n");
    lookTwice(watch);
    lookTwice(watch);
    assertThat(taken.refusals).hasSize(1);

    Files.writeString(file, OTHER);
    lookTwice(watch);
    assertThat(watch.refusal()).isEmpty();
    assertThat(taken.settings).hasSize(1);
  }

  @Test
  void isRefusedWhenTheHouseCannotTakeItUp() throws Exception {
    var watch = watch();
    taken.problem = Optional.of("servers.other");
    Files.writeString(file, OTHER);
    lookTwice(watch);

    assertThat(taken.refusals.getFirst()).contains("gatehouse.yaml:1:12  servers.other");
    assertThat(watch.current().settings().servers()).hasToString(servers(CRM));
  }

  @Test
  void isRefusedWhenTakingItUpFails() throws Exception {
    var watch = watch();
    taken.failure = Optional.of(new IllegalStateException("a fault"));
    Files.writeString(file, OTHER);
    lookTwice(watch);

    assertThat(taken.refusals.getFirst()).contains("fault in the gateway").contains("a fault");
    assertThat(watch.current().settings().servers()).hasToString(servers(CRM));
  }

  @Test
  void isRefusedWhenTheFileIsGone() throws Exception {
    var watch = watch();
    Files.delete(file);
    lookTwice(watch);

    assertThat(taken.refusals.getFirst()).contains("the file is gone");
    assertThat(watch.current().settings().servers()).hasToString(servers(CRM));
  }

  @Test
  void mayBeTheFirstFileThereIs() throws Exception {
    Files.delete(file);
    var loader = new SettingsLoader(BuiltInKinds.ALL);
    var watch = new SettingsWatch(loader, file, directory, loader.loadOrDefaults(file), taken);
    lookTwice(watch);
    assertThat(taken.settings).isEmpty();

    Files.writeString(file, OTHER);
    lookTwice(watch);
    assertThat(taken.settings).hasSize(1);
  }

  @Test
  void ofASecretFileIsTold() throws Exception {
    Files.writeString(directory.resolve("token"), "tok-1a2b3c4d");
    Files.writeString(
        file,
        """
        servers:
          crm: { url: https://crm.example/mcp, credentials: { bearer: file:token } }
          run: { stdio: run, environment: { X: file:other } }
        """);
    var watch = watch();
    lookTwice(watch);
    assertThat(taken.secrets).isEmpty();

    Files.writeString(directory.resolve("next"), "tok-5e6f7a8b");
    Files.move(
        directory.resolve("next"), directory.resolve("token"), StandardCopyOption.ATOMIC_MOVE);
    Files.writeString(directory.resolve("other"), "tok-9c0d1e2f");
    watch.look();
    watch.look();

    assertThat(taken.secrets)
        .containsExactly(
            Set.of(new SecretReference("file:token"), new SecretReference("file:other")));
  }

  @Test
  void endsWithItsThread() throws Exception {
    try (var watch = watch()) {
      watch.start(SettingsWatch.USUAL_PERIOD);
    }
  }

  private SettingsWatch watch() throws Problems {
    var loader = new SettingsLoader(BuiltInKinds.ALL);
    return new SettingsWatch(loader, file, directory, loader.load(file), taken);
  }

  private static void lookTwice(SettingsWatch watch) {
    watch.look();
    watch.look();
  }

  private String servers(String text) throws Problems {
    var name = file.normalize().toString();
    var loaded = new SettingsLoader(BuiltInKinds.ALL).decode(text, name);
    return loaded.settings().servers().toString();
  }

  private static final class Taken implements SettingsWatch.Listener {
    private final List<Loaded> settings = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private final List<Set<SecretReference>> secrets = new ArrayList<>();
    private Optional<String> problem = Optional.empty();
    private Optional<RuntimeException> failure = Optional.empty();

    @Override
    public List<Problem> accept(Loaded loaded) {
      failure.ifPresent(thrown -> {
        throw thrown;
      });
      if (problem.isPresent()) {
        return List.of(loaded.problem(problem.get(), "is not reachable.", Optional.empty()));
      }
      settings.add(loaded);
      return List.of();
    }

    @Override
    public void refused(Problems problems) {
      refusals.add(String.valueOf(problems.getMessage()));
    }

    @Override
    public void secretsChanged(Set<SecretReference> references) {
      secrets.add(Set.copyOf(references));
    }
  }
}
