package dev.gatehouse.core.guardrails;

import static dev.gatehouse.core.guardrails.JsonMaker.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.leaks.SecretSamples;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What masking does to a message, and what it leaves alone. */
class MaskingTest {
  private static final Target TOOL =
      new Target(new ServerName("crm"), Primitive.TOOL, "get_ticket");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = SecretSamples.of("github-token/p", 1).text();

  private final Guardrails masking = guardrails(SecretsSettings.In.BOTH);

  @Test
  void replacesTheSecretByAWordForItAndNothingElse() {
    var before =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"a ";
    var behind = " b\"}]}}";

    var inspected = masking.answer(TOOL, bytes(before + TOKEN + behind));

    assertThat(text(inspected)).isEqualTo(before + "[masked github token]" + behind);
    assertThat(inspected.findings())
        .containsExactly(
            new Finding(
                "guardrails.secrets",
                "github token",
                "/result/content/0/text",
                Finding.Action.MASKED));
  }

  @Test
  void hasTheSameBytesBackWhenThereIsNothing() {
    var message =
        bytes("{\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"the task is done\"}]}}");
    assertThat(masking.answer(TOOL, message).message()).isSameAs(message);
  }

  @Test
  void masksAKeyOfManyLinesAsOne() {
    var key = SecretSamples.of("private-key/RSA", 2).text();
    var message = "{\"result\":{\"text\":\"key:\\n" + key.replace("\n", "\\n") + "\\nend\"}}";
    assertThat(text(masking.answer(TOOL, bytes(message))))
        .isEqualTo("{\"result\":{\"text\":\"key:\\n[masked private key]\\nend\"}}");
  }

  @Test
  void knowsAValueByTheNameItStandsUnder() {
    var secret = SecretSamples.of("aws-secret-key", 3).secret();
    for (var name :
        List.of("\"SecretAccessKey\"", "\"Secret\\u0041ccessKey\"", "\"secretAccessKey\" ")) {
      var message = "{\"result\":{\"keys\":{" + name + ": \"" + secret + "\"}}}";
      assertThat(text(masking.answer(TOOL, bytes(message))))
          .isEqualTo("{\"result\":{\"keys\":{" + name + ": \"[masked aws secret key]\"}}}");
    }
  }

  @Test
  void looksIntoErrorsAndNotifications() {
    for (var message :
        List.of(
            "{\"error\":{\"code\":-32000,\"message\":\"%s\",\"data\":{\"x\":[\"%s\"]}}}",
            "{\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":\"%s %s\"}}",
            "{\"method\":\"notifications/progress\",\"params\":{\"progressToken\":1,\"message\":\"%s\",\"x\":\"%s\"}}")) {
      var inspected = masking.answer(TOOL, bytes(message.formatted(TOKEN, TOKEN)));
      assertThat(text(inspected)).doesNotContain(TOKEN);
      assertThat(inspected.found()).isEqualTo(2);
    }
  }

  @Test
  void leavesWhatTheProtocolGoesBy() {
    var jwt = SecretSamples.of("json-web-token", 4).text();
    for (var message :
        List.of(
            "{\"id\":\"%s\",\"result\":{\"resultType\":\"input_required\",\"requestState\":\"%s\"}}",
            "{\"id\":\"%s\",\"result\":{\"nextCursor\":\"%s\"}}",
            "{\"id\":\"%s\",\"result\":{\"task\":{\"taskId\":\"%s\"}}}",
            "{\"method\":\"%s\",\"params\":{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":\"%s\"}}}",
            "{\"method\":\"%s\",\"params\":{\"progressToken\":\"%s\"}}")) {
      var bytes = bytes(message.formatted(jwt, jwt));
      assertThat(masking.answer(TOOL, bytes).message()).isSameAs(bytes);
    }
  }

  @Test
  void looksBehindNamesThatOnlySeemToBeOfTheProtocol() {
    for (var message :
        List.of(
            "{\"id\":1,\"result\":{},\"extra\":\"%s\"}",
            "{\"id\":1,\"result\":{\"requestState\":{\"x\":\"%s\"}}}",
            "{\"id\":1,\"result\":{\"cursor\":[\"%s\"]}}",
            "{\"id\":1,\"result\":{\"structuredContent\":{\"cursor\":\"%s\"}}}",
            "[{\"id\":1,\"result\":\"%s\"}]")) {
      assertThat(text(masking.answer(TOOL, bytes(message.formatted(TOKEN)))))
          .isEqualTo(message.formatted("[masked github token]"));
    }
  }

  @Test
  void touchesNothingOfARequestButItsArguments() {
    var arguments = "{\"a\":\"" + TOKEN + "\"}";
    var before =
        "{\"id\":\""
            + TOKEN
            + "\",\"method\":\"tools/call\",\"params\":{\"name\":\""
            + TOKEN
            + "\",\"arguments\":";
    var behind = ",\"_meta\":{\"x\":\"" + TOKEN + "\"}}}";
    var from = before.length();

    var inspected =
        masking.request(TOOL, bytes(before + arguments + behind), from, from + arguments.length());

    assertThat(text(inspected)).isEqualTo(before + "{\"a\":\"[masked github token]\"}" + behind);
    assertThat(inspected.findings().getFirst().where()).isEqualTo("/params/arguments/a");
  }

  @Test
  void listsAHundredFindingsAndMasksAll() {
    var message = "{\"result\":[" + ("\"" + TOKEN + "\",").repeat(150) + "0]}";
    var inspected = masking.answer(TOOL, bytes(message));
    assertThat(inspected.findings()).hasSize(100);
    assertThat(inspected.found()).isEqualTo(150);
    assertThat(text(inspected)).doesNotContain(TOKEN);
  }

  @Test
  void pointersAreBounded() {
    var message =
        "{\"result\":"
            + "{\"aLongNameForAnObject\":".repeat(40)
            + "\""
            + TOKEN
            + "\""
            + "}".repeat(41);
    assertThat(masking.answer(TOOL, bytes(message)).findings().getFirst().where())
        .hasSize(Finding.LONGEST_POINTER)
        .endsWith("…");
  }

  @Test
  void aThousandSecretsInRandomPlacesAreAllMasked() throws Exception {
    var random = new Random(11);
    for (var i = 0; i < 250; i++) {
      var samples = new ArrayList<SecretSamples.Sample>();
      for (var s = 0; s < 4; s++) {
        samples.add(perhapsEncoded(SecretSamples.any(random), random));
      }
      var object =
          new JsonMaker(random, samples.stream().map(SecretSamples.Sample::text).toList()).object();
      var message = bytes("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + object + "}");

      var masked = JSON.readTree(masking.answer(TOOL, message).message());

      var left = new StringBuilder();
      sameShape(JSON.readTree(message), masked, samples, left);
      for (var sample : samples) {
        assertThat(left.toString()).as(object).doesNotContain(sample.secret());
      }
    }
  }

  private static SecretSamples.Sample perhapsEncoded(SecretSamples.Sample plain, Random random) {
    var bytes = bytes(plain.text());
    var isTooShortForIt = plain.text().startsWith("SK");
    var encoded =
        switch (isTooShortForIt ? 9 : random.nextInt(10)) {
          case 0 -> Base64.getEncoder().encodeToString(bytes);
          case 1 -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
          case 2 -> HexFormat.of().formatHex(bytes);
          default -> "";
        };
    return encoded.isEmpty() ? plain : new SecretSamples.Sample(encoded, encoded);
  }

  /** Same members, same order, same leaves but for those with a secret; gathers all strings. */
  private static void sameShape(
      JsonNode before, JsonNode after, List<SecretSamples.Sample> samples, StringBuilder strings) {
    assertThat(after.getNodeType()).isEqualTo(before.getNodeType());
    assertThat(after.size()).isEqualTo(before.size());
    if (before.isObject()) {
      assertThat(List.copyOf(after.propertyNames())).isEqualTo(List.copyOf(before.propertyNames()));
      before
          .propertyNames()
          .forEach(name -> sameShape(before.get(name), after.get(name), samples, strings));
    } else if (before.isArray()) {
      for (var i = 0; i < before.size(); i++) {
        sameShape(before.get(i), after.get(i), samples, strings);
      }
    } else {
      if (samples.stream().noneMatch(sample -> before.asString().contains(sample.secret()))) {
        assertThat(after).isEqualTo(before);
      }
      strings.append(after.asString()).append('\u0001');
    }
  }

  private static Guardrails guardrails(SecretsSettings.In in) {
    var settings =
        new SecretsSettings(
            in, SecretsSettings.Action.MASK, List.of(), List.of(), Optional.empty());
    return Guardrails.of(List.of(new SecretsGuardrail(settings)));
  }

  private static String text(Inspected inspected) {
    return new String(inspected.message(), StandardCharsets.UTF_8);
  }
}
