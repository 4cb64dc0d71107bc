package dev.gatehouse.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.audit.AuditSettings.KeptArguments;
import dev.gatehouse.core.audit.AuditSettings.OnFailure;
import dev.gatehouse.core.kind.ByteSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditSettingsTest {
  @Test
  void refusesWhatItCannotKeep() {
    refuses(Level.QUORUM, Duration.ofDays(1), "8MiB", "use level disk");
    refuses(Level.DISK, Duration.ofHours(23), "8MiB", "1d to 36500d");
    refuses(Level.DISK, Duration.ofDays(36_501), "8MiB", "1d to 36500d");
    refuses(Level.DISK, Duration.ofDays(1), "255KiB", "256KiB to 1GiB");
    refuses(Level.DISK, Duration.ofDays(1), "2GiB", "256KiB to 1GiB");
    refuses(Level.DISK, Duration.ofDays(1), "300001B", "a multiple of 4KiB");
  }

  @Test
  void signsWithAKeyThatItsOwnerAloneCanRead(@TempDir Path home) throws Exception {
    var key = AuditKey.in(home);

    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("audit.key"))))
        .isEqualTo("rw-------");
    assertThat(AuditKey.in(home).name()).isEqualTo(key.name()).matches("[0-9a-f]{16}");
    assertThat(AuditKey.readPublic(home.resolve("audit.pub"))).isEqualTo(key.publicKey());
    assertThat(key).hasToString("AuditKey[" + key.name() + "]");
  }

  @Test
  void refusesAKeyThatOthersCanRead(@TempDir Path home) throws Exception {
    AuditKey.in(home);
    Files.setPosixFilePermissions(
        home.resolve("audit.key"), PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> AuditKey.in(home)).hasMessageContaining("chmod 600");
  }

  @Test
  void refusesHalvesThatDoNotBelongTogether(@TempDir Path home, @TempDir Path other)
      throws Exception {
    AuditKey.in(home);
    AuditKey.in(other);
    Files.writeString(home.resolve("audit.pub"), Files.readString(other.resolve("audit.pub")));
    assertThatThrownBy(() -> AuditKey.in(home)).hasMessageContaining("does not belong to");

    Files.writeString(home.resolve("audit.pub"), "nonsense");
    assertThatThrownBy(() -> AuditKey.in(home)).hasMessageContaining("no Ed25519 key");
  }

  private static void refuses(Level level, Duration keep, String size, String why) {
    assertThatThrownBy(() ->
            new AuditSettings(
                level, keep, ByteSize.of(size), OnFailure.REFUSE, KeptArguments.DIGEST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
