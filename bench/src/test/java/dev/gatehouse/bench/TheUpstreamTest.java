package dev.gatehouse.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the upstream of the benchmark answers, by the kind of server that a path names. */
class TheUpstreamTest {
  private final Replies replies = new Replies();
  private Replies.After after = Replies.After.NOTHING;

  @Test
  void ofTheModernEraKnowsNoSessions() {
    assertThat(answer(modernCall("/m1-50/mcp"))).contains("200 OK", "\"isError\":false");
    assertThat(answer(legacyCall("/m1-50/mcp"))).contains("400 Bad Request", "-32022");
    assertThat(counts()).endsWith("1 1");
  }

  @Test
  void ofTheLegacyEraAnswersInSessionsOnly() {
    assertThat(answer(modernCall("/l1-50/mcp"))).contains("400 Bad Request", "-32000");
    assertThat(answer(legacyCall("/l1-50/mcp")))
        .contains("200 OK", "\"isError\":false")
        .doesNotContain("resultType");
    assertThat(answer(Target.list("g", 1, "/l1-50/mcp", "token", 0))).contains("-32000");
    assertThat(counts()).endsWith("1 2");
  }

  @Test
  void answersWithAsManyBytesInEitherEra() {
    var modern = answer(modernCall("/m1-50/mcp"));
    var legacy = answer(legacyCall("/l1-50/mcp"));

    // Ids of clients in sessions have five digits, the other one has one.
    assertThat(body(legacy)).hasSize(body(modern).length() + 4);
  }

  @Test
  void tellsThoseWhoWatchThatItHasOneToolMore() {
    var list = Target.list("g", 1, "/w1-7/mcp", "token", 0);
    var before = tools(answer(list));
    var begun = answer(Target.listen("g", 1, "/w1-7/mcp", "token", 0));
    assertThat(after).isEqualTo(Replies.After.WATCHES);
    assertThat(begun).contains("text/event-stream", "acknowledged", "subscriptionId\":1}");

    answer(Target.file("change", 1, "/change", 0));

    assertThat(after).isEqualTo(Replies.After.CHANGED);
    assertThat(tools(answer(list))).isEqualTo(before + 1);
    answer(Target.file("change", 1, "/change", 0));
    assertThat(tools(answer(list))).isEqualTo(before);
  }

  private String counts() {
    return answer(Target.file("count", 1, "/count", 0));
  }

  private static Target modernCall(String path) {
    return Target.modernCall("g", 1, path, Answers.TOOL, "token", 0);
  }

  private static Target legacyCall(String path) {
    return Target.legacyCalls("g", 1, path, Answers.TOOL, "token", 0).inSession("session");
  }

  private static int tools(String answer) {
    return answer.split("\"inputSchema\"", -1).length - 1;
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  private String answer(Target target) {
    var wire = target.wire(target.isGet() ? "" : target.bodies().getFirst());
    var request = Objects.requireNonNull(Responder.Request.in(wire, 0, wire.length));
    var out = ByteBuffer.allocate(1 << 20);
    after = replies.answer(wire, request, out);
    return new String(out.array(), 0, out.position(), StandardCharsets.US_ASCII);
  }
}
