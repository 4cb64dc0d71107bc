package dev.gatehouse.core.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalSecretsTest {
  private static final String GOOD = "tok-9f8a7b6c5d";

  @TempDir Path directory;
  private final List<String> warnings = new ArrayList<>();

  @Test
  void aFileIsTheSecretWithoutItsLastLineEnd() throws IOException {
    write("token", GOOD + "\n");
    write("windows", GOOD + "\r\n");
    write("two", GOOD + "\n\n");

    assertThat(resolve("file:token")).isEqualTo(GOOD);
    assertThat(resolve("file:windows")).isEqualTo(GOOD);
    assertThat(resolve("file:two")).isEqualTo(GOOD + "\n");
    assertThat(resolve("file:" + directory.resolve("token"))).isEqualTo(GOOD);
  }

  @Test
  void aVariableIsTheSecretAsItIs() {
    assertThat(resolve("env:CRM_TOKEN")).isEqualTo("from-the-environment");
  }

  @Test
  void aReplacedFileIsReadAgain() throws IOException {
    var secrets = secrets();
    write("token", GOOD);
    secrets.resolve(new SecretReference("file:token"));
    write("next", "tok-1a2b3c4d5e");
    Files.setLastModifiedTime(
        directory.resolve("next"), Files.getLastModifiedTime(directory.resolve("token")));
    Files.move(
        directory.resolve("next"), directory.resolve("token"), StandardCopyOption.ATOMIC_MOVE);

    assertThat(secrets.resolve(new SecretReference("file:token")).reveal())
        .isEqualTo("tok-1a2b3c4d5e");
  }

  @Test
  void aRewrittenFileIsReadAgain() throws IOException {
    var secrets = secrets();
    write("token", GOOD);
    secrets.resolve(new SecretReference("file:token"));
    write("token", "tok-1a2b3c4d5f");
    Files.setLastModifiedTime(directory.resolve("token"), FileTime.fromMillis(1_000));

    assertThat(secrets.resolve(new SecretReference("file:token")).reveal())
        .isEqualTo("tok-1a2b3c4d5f");
  }

  @Test
  void whatIsMissingIsNamedWithTheRemedy() throws IOException {
    write("empty", "\n");

    assertThat(refusal("file:none"))
        .isEqualTo("file:none: there is no such file; create it or correct it");
    assertThat(refusal("env:NONE")).contains("env:NONE").contains("not set");
    assertThat(refusal("file:empty")).contains("file:empty: it is empty");
    assertThat(refusal("file:.")).contains("cannot be read");
  }

  @Test
  void aFileOver64KiBIsRefused() throws IOException {
    write("large", "ab12".repeat(16 * 1024) + "x");

    assertThat(refusal("file:large")).contains("over 64 KiB");
  }

  @Test
  void aFileThatIsNotTextIsRefused() throws IOException {
    Files.write(
        directory.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 1, 2, 3, 4, 5, 6});

    assertThat(refusal("file:binary")).contains("not UTF-8 text");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "changeme",
        "Change-Me",
        "password123",
        "xxxxxxxxxxxx",
        "short",
        "<your token here>",
        "${CRM_TOKEN}",
        "YOUR_API_KEY"
      })
  void aPlaceholderIsRefusedWithoutRepeatingIt(String value) throws IOException {
    write("token", value);

    assertThat(refusal("file:token")).contains("placeholder").doesNotContain(value);
  }

  @Test
  void aFileThatEverybodyMayReadIsWarnedOfOnce() throws IOException {
    write("token", GOOD);
    Files.setPosixFilePermissions(
        directory.resolve("token"), PosixFilePermissions.fromString("rw-r--r--"));
    var secrets = secrets();
    secrets.resolve(new SecretReference("file:token"));
    Files.setLastModifiedTime(directory.resolve("token"), FileTime.fromMillis(1_000));
    secrets.resolve(new SecretReference("file:token"));

    assertThat(warnings).hasSize(1).first().asString().contains("chmod o-r").doesNotContain(GOOD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hunter2-hunter2", "file:", "env:", "env:A B", "vault:x", ""})
  void whatIsNoReferenceIsRefusedWithoutRepeatingIt(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SecretReference(text))
        .withMessage("a secret is given by reference: file:/path/to/secret or env:NAME");
  }

  @Test
  void aSecretPrintsRedacted() {
    assertThat(secrets().resolve(new SecretReference("env:CRM_TOKEN")))
        .hasToString("Secret[redacted]");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
    Files.setPosixFilePermissions(
        directory.resolve(name), PosixFilePermissions.fromString("rw-------"));
  }

  private LocalSecrets secrets() {
    return new LocalSecrets(
        directory, Map.of("CRM_TOKEN", "from-the-environment")::get, warnings::add);
  }

  private String resolve(String reference) {
    return secrets().resolve(new SecretReference(reference)).reveal();
  }

  private String refusal(String reference) {
    var thrown =
        assertThatExceptionOfType(SecretMissing.class)
            .isThrownBy(() -> resolve(reference))
            .actual();
    return String.valueOf(thrown.getMessage());
  }
}
