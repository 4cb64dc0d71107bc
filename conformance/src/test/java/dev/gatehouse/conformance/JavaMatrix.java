package dev.gatehouse.conformance;

import io.modelcontextprotocol.server.McpServerFeatures.SyncCompletionSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * What the pairing matrix asks of every server ({@code peers/matrix/words.mjs} has the words), for
 * the transport of the Java SDK that has sessions. The SDK knows no {@code
 * notifications/cancelled}, so that no tool is ever told.
 */
final class JavaMatrix {
  static final String URI = "matrix://text";
  static final String TEXT = "text of the matrix";
  static final String PROMPT = "matrix_prompt";

  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final int STEPS = 3;
  private static final Map<String, Object> NAME =
      Map.of(
          "type",
          "object",
          "properties",
          Map.of("name", Map.of("type", "string")),
          "required",
          List.of("name"));

  private JavaMatrix() {}

  static List<SyncToolSpecification> tools(McpSyncServer server) {
    return List.of(
        tool("matrix_call", "text", (_, call) -> says("called: " + call.arguments().get("text"))),
        tool("matrix_progress", "", JavaMatrix::progress),
        tool("matrix_elicit_form", "", JavaMatrix::elicitForm),
        tool("matrix_elicit_url", "", JavaMatrix::elicitUrl),
        tool("matrix_sample", "", JavaMatrix::sample),
        tool("matrix_roots", "", JavaMatrix::roots),
        tool("matrix_log", "", JavaMatrix::log),
        tool(
            "matrix_touch_resource",
            "",
            (_, _) -> {
              server.notifyResourcesUpdated(new McpSchema.ResourcesUpdatedNotification(URI));
              return says("touched");
            }),
        tool(
            "matrix_change_list",
            "",
            (_, _) -> {
              server.notifyToolsListChanged();
              return says("changed");
            }),
        tool("matrix_slow", "mark", JavaMatrix::slow),
        tool("matrix_cancelled", "mark", (_, _) -> says("cancelled: false")),
        tool("matrix_error", "", (_, _) -> failed()));
  }

  static SyncResourceSpecification resource() {
    return new SyncResourceSpecification(text(), (_, _) -> contents());
  }

  static SyncPromptSpecification prompt() {
    return new SyncPromptSpecification(prompted(), (_, asked) -> message(asked));
  }

  static SyncCompletionSpecification completion() {
    return new SyncCompletionSpecification(
        McpSchema.PromptReference.builder(PROMPT).build(), (_, asked) -> completed(asked));
  }

  private static CallToolResult progress(McpSyncServerExchange exchange, CallToolRequest call) {
    for (var step = 1; step <= STEPS; step++) {
      report(exchange, call, step);
    }
    return says("progressed");
  }

  private static void report(McpSyncServerExchange exchange, CallToolRequest call, int step) {
    var token = call.progressToken();
    if (token != null) {
      exchange.progressNotification(
          McpSchema.ProgressNotification.builder(token, step).total((double) STEPS).build());
    }
  }

  private static CallToolResult elicitForm(McpSyncServerExchange exchange, CallToolRequest call) {
    var asked = McpSchema.ElicitFormRequest.builder("Your name?", NAME).build();
    return says("form: " + accepted(exchange.createElicitation(asked)));
  }

  private static CallToolResult elicitUrl(McpSyncServerExchange exchange, CallToolRequest call) {
    var asked =
        McpSchema.ElicitUrlRequest.builder(
                "Please visit", "https://matrix.example/visit", UUID.randomUUID().toString())
            .build();
    return says("url: " + accepted(exchange.createElicitation(asked)));
  }

  private static CallToolResult sample(McpSyncServerExchange exchange, CallToolRequest call) {
    var message =
        McpSchema.SamplingMessage.builder(
                McpSchema.Role.USER, McpSchema.TextContent.builder("Speak").build())
            .build();
    var answer =
        exchange.createMessage(
            McpSchema.CreateMessageRequest.builder(List.of(message), 20).build());
    return says("sampled: " + ((McpSchema.TextContent) answer.content()).text());
  }

  private static CallToolResult roots(McpSyncServerExchange exchange, CallToolRequest call) {
    return says(
        exchange.listRoots().roots().stream()
            .map(McpSchema.Root::uri)
            .collect(Collectors.joining(" ", "roots: ", "")));
  }

  private static CallToolResult log(McpSyncServerExchange exchange, CallToolRequest call) {
    exchange.loggingNotification(
        McpSchema.LoggingMessageNotification.builder(
                McpSchema.LoggingLevel.INFO, "a line of the matrix")
            .logger("matrix")
            .build());
    return says("logged");
  }

  /** Waits shorter than the other servers: nothing can end it early. */
  private static CallToolResult slow(McpSyncServerExchange exchange, CallToolRequest call) {
    report(exchange, call, 1);
    try {
      new CountDownLatch(1).await(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return says("waited");
  }

  private static String accepted(McpSchema.ElicitResult answer) {
    var action = answer.action().name().toLowerCase(Locale.ROOT);
    var content = answer.content();
    return content == null || !content.containsKey("name")
        ? action
        : action + " " + content.get("name");
  }

  private static SyncToolSpecification tool(
      String name,
      String argument,
      BiFunction<McpSyncServerExchange, CallToolRequest, CallToolResult> answer) {
    return SyncToolSpecification.builder()
        .tool(described(name, argument))
        .callHandler(answer)
        .build();
  }

  /** A tool with this one string for an argument, or with none. */
  static McpSchema.Tool described(String name, String argument) {
    Map<String, Object> schema =
        argument.isEmpty()
            ? Map.of("type", "object")
            : Map.of(
                "type",
                "object",
                "properties",
                Map.of(argument, Map.of("type", "string")),
                "required",
                List.of(argument));
    return McpSchema.Tool.builder(name, schema).description("A tool of the matrix").build();
  }

  static CallToolResult says(String words) {
    return CallToolResult.builder().addTextContent(words).build();
  }

  static CallToolResult failed() {
    return CallToolResult.builder().addTextContent("failed on purpose").isError(true).build();
  }

  static McpSchema.Resource text() {
    return McpSchema.Resource.builder(URI, "matrix-text").mimeType("text/plain").build();
  }

  static McpSchema.ReadResourceResult contents() {
    return McpSchema.ReadResourceResult.builder(
            List.of(
                McpSchema.TextResourceContents.builder(URI, TEXT).mimeType("text/plain").build()))
        .build();
  }

  static McpSchema.Prompt prompted() {
    return McpSchema.Prompt.builder(PROMPT)
        .arguments(List.of(McpSchema.PromptArgument.builder("word").required(true).build()))
        .build();
  }

  static McpSchema.GetPromptResult message(McpSchema.GetPromptRequest asked) {
    var word = String.valueOf(asked.arguments().get("word"));
    return McpSchema.GetPromptResult.builder(
            List.of(
                McpSchema.PromptMessage.builder(
                        McpSchema.Role.USER, McpSchema.TextContent.builder(word).build())
                    .build()))
        .build();
  }

  static McpSchema.CompleteResult completed(McpSchema.CompleteRequest asked) {
    var found =
        List.of("paris", "park", "party", "berlin").stream()
            .filter(word -> word.startsWith(asked.argument().value()))
            .toList();
    return new McpSchema.CompleteResult(
        new McpSchema.CompleteResult.CompleteCompletion(found, found.size(), false));
  }
}
