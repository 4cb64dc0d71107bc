package dev.gatehouse.cli;

import dev.gatehouse.cli.remote.Facts;
import dev.gatehouse.cli.remote.Remote;
import dev.gatehouse.cli.remote.Reply;
import dev.gatehouse.cli.screen.Exit;
import dev.gatehouse.cli.screen.Failure;
import dev.gatehouse.cli.screen.Plain;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.Surroundings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Calls a tool as the owner of a key would, and shows what that one would see. */
@Command(
    name = "call",
    description = {
      "Calls a tool as the owner of a key.",
      "The call goes through all stages and is recorded.",
      "Ends with 0 when the tool answered, 1 when it answered with an error, 3 when the gateway"
          + " refused."
    },
    footer = "call --as my-agent files/read_file '{\"path\":\"a.txt\"}'")
final class CallCommand implements Callable<Integer> {
  private static final int LONGEST = 60 * 1024;
  private static final String REFUSAL = "dev.gatehouse/refusal";

  private final Surroundings here;

  @Mixin private Printing printing = new Printing();
  @Mixin private Reaching reaching = new Reaching();

  @Option(
      names = "--as",
      required = true,
      paramLabel = "KEY",
      completionCandidates = Names.Keys.class,
      description = "The key's name; not its text.")
  private String as = "";

  @Parameters(
      index = "0",
      paramLabel = "SERVER/TOOL",
      completionCandidates = Names.Tools.class,
      description = "The tool.")
  private String target = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "JSON",
      description = "Its arguments as one JSON object; - reads them from standard input.")
  private Optional<String> arguments = Optional.empty();

  CallCommand(Surroundings here) {
    this.here = here;
  }

  @Override
  public Integer call() {
    var remote = reaching.remote(here);
    var screen = printing.screen(here);
    var body = Remote.JSON.createObjectNode().put("as", as).put("target", target);
    arguments.ifPresent(text -> body.set("arguments", object(text)));
    Reply reply;
    try (var _ = screen.progress("calling " + target)) {
      reply =
          Names.KEYS.meant(
              remote, as, () -> Names.TOOLS.meant(remote, target, () -> remote.post("call", body)));
    }
    var called = reply.facts().orElseThrow();
    if (printing.json()) {
      printing.object(screen, called);
    } else {
      show(screen, called.at("answer"));
    }
    return end(called.at("answer")).code();
  }

  private JsonNode object(String text) {
    try {
      var json = Remote.JSON.readTree(text.equals("-") ? input() : text);
      if (json.isObject()) {
        return json;
      }
    } catch (JacksonException _) {
      // Said below, like everything that is no object.
    }
    throw Failure.usage(
        "the arguments are not one JSON object", "write them like '{\"path\":\"a.txt\"}', quoted");
  }

  private String input() {
    try {
      var bytes = here.input().readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw Failure.usage("the arguments are too long", "send at most " + LONGEST + " bytes");
      }
      return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw Failure.failed("standard input cannot be read", "give the arguments as text");
    }
  }

  private void show(Screen screen, Facts answer) {
    if (answer.has("error")) {
      screen.line(answer.at("error").text("message"));
    }
    answer.at("result").items("content").forEach(part -> show(screen, part, part.text("type")));
    var structured = answer.at("result");
    if (structured.has("structuredContent") && !structured.has("content")) {
      printing.object(screen, structured.at("structuredContent"));
    }
    reference(answer).ifPresent(reference -> screen.next("Why:", List.of("explain " + reference)));
    if (isUnknown(answer)) {
      screen.next("Why:", List.of("explain --as " + as + " " + target));
    }
  }

  private static void show(Screen screen, Facts part, String type) {
    if (type.equals("text")) {
      screen.raw(Plain.lines(part.exact("text")));
    } else {
      screen.raw("[" + type + part.optional("mimeType").map(kind -> ", " + kind).orElse("") + "]");
    }
  }

  private static Exit end(Facts answer) {
    if (answer.at("result").at("_meta").has(REFUSAL)
        || reference(answer).isPresent()
        || isUnknown(answer)) {
      return Exit.REFUSED;
    }
    return answer.has("error") || answer.at("result").says("isError") ? Exit.FAILURE : Exit.YES;
  }

  /** The record of a refusal. */
  private static Optional<String> reference(Facts answer) {
    return answer
        .at("result")
        .at("_meta")
        .at(REFUSAL)
        .optional("reference")
        .or(() -> answer.at("error").at("data").optional("reference"));
  }

  /** What is hidden looks like what is not there. */
  private static boolean isUnknown(Facts answer) {
    return answer.at("error").text("message").startsWith("Unknown tool");
  }
}
