package dev.gatehouse.core.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.inventory.Found.State;
import dev.gatehouse.core.inventory.Found.Transport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports on their way. */
class ReportJsonTest {
  private static final String KEY = "AKIA" + "Q3XN7KPLM2VWRTYB";

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void comeBackAsTheyWent() {
    var found =
        new Found(
            "Claude Code",
            "~/.claude.json",
            "~/src/crm",
            "crm é",
            new Identity(Identity.Kind.NPM, "@acme/crm", "1.0.0"),
            Transport.STDIO,
            "npx",
            State.DISABLED,
            List.of("CRM_TOKEN"),
            List.of(new PlainSecret("env CRM_TOKEN", "github token", "0123456789abcdef")));
    var report =
        new Report(
            "ana-laptop",
            "0.1.0",
            7,
            List.of(found),
            List.of(
                new Report.Unread("Zed", "~/.config/zed/settings.json", "the file is not JSON")));

    assertThat(ReportJson.read(bytes(ReportJson.write(report).toString()))).isEqualTo(report);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"device\":\"a b\"}",
        "{\"device\":\"../a\"}",
        "{\"device\":\"a\",\"servers\":[{\"kind\":\"virus\"}]}",
        "{\"device\":\"a\",\"servers\":[{\"kind\":\"npm\",\"transport\":\"x\"}]}",
        "{\"device\":\"a\",\"device\":\"b\"}",
        "{\"device\":\"a\",\"servers\":[{\"kind\":\"npm\",\"transport\":\"stdio\",\"secrets\":[{\"mark\":\"secret\"}]}]}",
        "{\"device\":\"a\",\"x\":[[[[[[[[[[[[]]]]]]]]]]]]}"
      })
  void ofStrangersAreRefusedWhenTheyAreNone(String text) {
    assertThatThrownBy(() -> ReportJson.read(bytes(text)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void areBounded() {
    assertThatThrownBy(() -> ReportJson.read(new byte[ReportJson.MOST_BYTES + 1]))
        .hasMessageContaining("bytes");
    var one = "{\"kind\":\"npm\",\"transport\":\"stdio\"}";
    var many = "{\"device\":\"a\",\"servers\":[" + (one + ",").repeat(2_000) + one + "]}";
    assertThatThrownBy(() -> ReportJson.read(bytes(many))).hasMessageContaining("2000 servers");
  }

  @Test
  void keepNoSecretThatADeviceSendsInSpiteOfAll() {
    var hostile =
        """
        {"device":"a","servers":[{"client":"KEY","file":"KEY","name":"KEY","kind":"program",
          "identifier":"KEY","version":"KEY","project":"KEY","transport":"stdio","through":"KEY",
          "names":["KEY"],"secrets":[{"where":"KEY","what":"KEY"}]}]}
        """
            .replace("KEY", KEY);

    assertThat(ReportJson.write(ReportJson.read(bytes(hostile))).toString()).doesNotContain(KEY);
  }

  @Test
  void steerNoTerminal() {
    var hostile =
        "{\"device\":\"a\",\"servers\":[{\"name\":\"a\\u001b[2J\\u202e\",\"kind\":\"npm\","
            + "\"transport\":\"stdio\"}]}";

    assertThat(ReportJson.read(bytes(hostile)).servers().getFirst().name()).isEqualTo("a�[2J�");
  }
}
