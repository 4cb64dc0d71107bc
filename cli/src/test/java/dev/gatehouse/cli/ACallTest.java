package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calling a tool as somebody, and how that ends. */
class ACallTest {
  @TempDir private Path directory;
  private final FakeGateway gateway = new FakeGateway();

  @AfterEach
  void close() {
    gateway.close();
  }

  private Shell.Seen call(String answer, String... more) {
    gateway.with("POST call", "{\"answer\":{\"jsonrpc\":\"2.0\",\"id\":1," + answer + "}}");
    var all = new String[4 + more.length];
    System.arraycopy(new String[] {"call", "--as", "my-agent", "files/read"}, 0, all, 0, 4);
    System.arraycopy(more, 0, all, 4, more.length);
    return Shell.at(gateway, directory).typing("{\"path\":\"in\"}").run(all);
  }

  @Test
  void showsWhatTheToolAnswered() {
    var seen =
        call(
            """
            "result":{"content":[{"type":"text","text":"one\\ntwo\\u001b"},\
            {"type":"image","mimeType":"image/png"}]}\
            """,
            "{\"path\":\"a\"}");

    assertThat(seen.exit()).isZero();
    assertThat(seen.all()).isEqualTo("one\ntwo�\n[image, image/png]\n");
    assertThat(gateway.sent("POST call"))
        .containsExactly(
            "{\"as\":\"my-agent\",\"target\":\"files/read\",\"arguments\":{\"path\":\"a\"}}");
  }

  @Test
  void readsArgumentsFromStandardInput() {
    call("\"result\":{}", "-");

    assertThat(gateway.sent("POST call").getFirst()).contains("\"arguments\":{\"path\":\"in\"}");
  }

  @Test
  void endsWithOneWhenTheToolFailed() {
    assertThat(call("\"result\":{\"isError\":true,\"content\":[]}").exit()).isEqualTo(1);
    assertThat(call("\"error\":{\"code\":-32603,\"message\":\"broken\"}").exit()).isEqualTo(1);
  }

  @Test
  void endsWithThreeWhenTheGatewayRefusedAndSaysHowToFindOutWhy() {
    var seen =
        call(
            """
            "result":{"isError":true,"content":[{"type":"text","text":"Not done."}],\
            "_meta":{"dev.gatehouse/refusal":{"kind":"condition","reference":"r-7f3k2m"}}}\
            """);

    assertThat(seen.exit()).isEqualTo(3);
    assertThat(seen.all()).isEqualTo("Not done.\n  Why:\n    ./gatehouse explain r-7f3k2m\n");
  }

  @Test
  void endsWithThreeWhenTheToolIsHidden() {
    var seen = call("\"error\":{\"code\":-32602,\"message\":\"Unknown tool: files__read\"}");

    assertThat(seen.exit()).isEqualTo(3);
    assertThat(seen.errors()).contains("./gatehouse explain --as my-agent files/read");
  }

  @Test
  void takesOneObjectAsArguments() {
    assertThat(call("\"result\":{}", "[1]").exit()).isEqualTo(2);
    assertThat(gateway.asked).isEmpty();
  }
}
