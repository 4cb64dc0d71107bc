package dev.gatehouse.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EventJsonTest {
  private static final long TIME = 1_790_000_000_123L;

  @Test
  void isApiActivityWithItsRequiredPartsForACall() {
    var json = tree(Written.intent("get_ticket"));

    assertThat(json.at("/class_uid").asInt()).isEqualTo(6003);
    assertThat(json.at("/category_uid").asInt()).isEqualTo(6);
    assertThat(json.at("/type_uid").asInt()).isEqualTo(600399);
    assertThat(json.at("/severity_id").asInt()).isEqualTo(1);
    assertThat(json.at("/time").asLong()).isEqualTo(TIME);
    assertThat(json.at("/metadata/version").asString()).isEqualTo("1.9.0");
    assertThat(json.at("/metadata/uid").asString()).isEqualTo(new Reference(2, 77).text());
    assertThat(json.at("/metadata/sequence").asLong()).isEqualTo(77);
    assertThat(json.at("/actor/user/name").asString()).isEqualTo("ana@acme.example");
    assertThat(json.at("/ai_agent/name").asString()).isEqualTo("support-bot");
    assertThat(json.at("/api/operation").asString()).isEqualTo("tools/call");
    assertThat(json.at("/api/service/name").asString()).isEqualTo("crm");
    assertThat(json.at("/src_endpoint/name").asString()).isEqualTo("127.0.0.1:51234");
    assertThat(json.at("/resources/0/name").asString()).isEqualTo("get_ticket");
    assertThat(json.at("/action_id").asInt()).isEqualTo(1);
  }

  @Test
  void saysFailureAndWhyForADenial() {
    var json = tree(Written.denied());

    assertThat(json.at("/status_id").asInt()).isEqualTo(2);
    assertThat(json.at("/action_id").asInt()).isEqualTo(2);
    assertThat(json.at("/status_code").asString()).isEqualTo("condition");
    assertThat(json.at("/unmapped/values/args.priority").asString()).isEqualTo("\"urgent\"");
    assertThat(json.at("/unmapped/retry_after_ms").asLong()).isEqualTo(3000);
  }

  @Test
  void carriesItsPlaceInTheChainWhenItLeaves() {
    var record =
        new AuditRecord(
            new Reference(2, 77),
            1,
            256,
            java.time.Instant.EPOCH,
            RecordKind.DENIED,
            java.util.Optional.empty(),
            bytes(Written.denied(), text -> text),
            new byte[32]);

    var json = JsonMapper.shared().readTree(record.json());
    assertThat(json.at("/attestation_list/0/chain_uid").asString()).isEqualTo("lane-2");
    assertThat(json.at("/attestation_list/0/fingerprint/value").asString())
        .isEqualTo("0".repeat(64));
  }

  @Test
  void shortensLongTextWithAMark() {
    var json = tree(Written.intent("x".repeat(5_000)));

    assertThat(json.at("/resources/0/name").asString())
        .isEqualTo("x".repeat(EventJson.TEXT) + "…[of 5000]");
  }

  @Test
  void neverGrowsBeyondItsBound() {
    var nasty = "\u0000\u202e\"\\𝄞".repeat(20_000);
    var values = new LinkedHashMap<String, String>();
    IntStream.range(0, 500).forEach(i -> values.put(nasty + i, nasty));
    var roles = IntStream.range(0, 500).mapToObj(i -> nasty + i).toList();
    var caller = CallerFacts.of(nasty, nasty, nasty, nasty, roles);
    var call = new CallFacts(caller, nasty, nasty, nasty, nasty, nasty, nasty, nasty, nasty, nasty);

    var bytes =
        bytes(
            new AuditEvent.Denied(
                call, nasty, nasty, nasty, values, Duration.ofDays(1), Duration.ofDays(1)),
            text -> text);
    assertThat(bytes.length).isLessThan(RecordLayout.LARGEST - 200);
    assertThat(EventParser.parse(RecordKind.DENIED, bytes)).isInstanceOf(AuditEvent.Denied.class);
  }

  @Test
  void escapesWhatATerminalWouldObey() {
    var text = "a\u001b[31m\n\r\t\u007f\u0085\u202e\u2066\u2028\ufeff\"\\/é€𝄞\ud800z";
    var bytes = bytes(Written.intent(text), same -> same);

    assertThat(tree(bytes).at("/resources/0/name").asString())
        .isEqualTo(text.replace('\ud800', '\ufffd'));
    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .doesNotContain("\u001b", "\n", "\u007f", "\u0085", "\u202e", "\u2066", "\u2028", "\ufeff")
        .contains("é€𝄞");
  }

  @Test
  void staysJsonWhateverTheTextIs() {
    var random = new Random(11);
    for (var i = 0; i < 3_000; i++) {
      var text = new StringBuilder();
      for (var length = random.nextInt(1_500); length > 0; length--) {
        text.append((char) (random.nextInt(4) == 0 ? random.nextInt(65_536) : random.nextInt(128)));
      }
      var name = tree(Written.intent(text.toString())).at("/resources/0/name").asString();
      assertThat(name.getBytes(StandardCharsets.UTF_8).length).isLessThan(EventJson.TEXT + 40);
      if (!name.endsWith("]")) {
        assertThat(name).isEqualTo(new String(utf8(text), StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void showsEveryFreeTextToTheRedactor() {
    Redactor masks = text -> text.replace("hunter2", "[masked]");
    var call =
        new CallFacts(
            Written.ANA, "c", "/mcp", "hunter2", "s", "tool", "hunter2", null, "hunter2", null);
    var events =
        List.of(
            new AuditEvent.Intent(call, "r", null, "hunter2"),
            new AuditEvent.Denied(
                call, "k", null, "hunter2", Map.of("v", "hunter2"), null, Duration.ZERO),
            new AuditEvent.Outcome(
                new Reference(0, 1),
                AuditEvent.Status.ERROR,
                0,
                Duration.ZERO,
                0,
                0,
                "hunter2",
                null,
                null),
            new AuditEvent.Change(Written.ANA, "a", "hunter2", null, null, "hunter2"),
            new AuditEvent.System(AuditEvent.Moment.START, "hunter2"));

    for (var event : events) {
      assertThat(new String(bytes(event, masks), StandardCharsets.UTF_8))
          .doesNotContain("hunter2")
          .contains("[masked]");
    }
  }

  private static byte[] utf8(StringBuilder text) {
    var clean = new StringBuilder();
    text.codePoints()
        .map(c -> c >= 0xd800 && c <= 0xdfff ? 0xfffd : c)
        .forEach(clean::appendCodePoint);
    return clean.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode tree(AuditEvent event) {
    return tree(bytes(event, text -> text));
  }

  private static JsonNode tree(byte[] bytes) {
    return JsonMapper.shared().readTree(bytes);
  }

  private static byte[] bytes(AuditEvent event, Redactor redactor) {
    var json = new JsonBytes(RecordLayout.LARGEST);
    new EventJson(redactor).write(event, new Reference(2, 77).packed(), TIME, json);
    return java.util.Arrays.copyOf(json.bytes(), json.end());
  }
}
