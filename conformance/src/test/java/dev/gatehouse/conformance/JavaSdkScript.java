package dev.gatehouse.conformance;

import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The client of the Java SDK, which is legacy, doing what a script says; {@code peers/client.mjs}
 * tells what a script may say. It cannot cancel a call, and "listen" has nothing to do.
 */
final class JavaSdkScript {
  private static final int PATIENCE_MS = 20_000;
  private static final List<String> KINDS =
      List.of(
          "list",
          "call",
          "read",
          "prompt",
          "complete",
          "subscribe",
          "unsubscribe",
          "listen",
          "await",
          "level",
          "elicit",
          "sample",
          "roots");
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final JavaSdkAnswers answers;
  private final McpSyncClient client;
  private final Map<String, Integer> awaited = new HashMap<>();
  private int calls;

  private JavaSdkScript(JavaSdkAnswers answers, McpSyncClient client) {
    this.answers = answers;
    this.client = client;
  }

  /** Connects, does every step, disconnects, and returns what it saw. */
  static Transcript run(URI url, String bearer, String script) {
    var steps = JsonMapper.shared().readTree(script);
    var lines = new JavaSdkAnswers();
    try (var client = JavaSdkClient.connected(url, bearer, lines::attach)) {
      var met = client.getCurrentInitializationResult();
      lines.outcome("-1", "connect", "result", Map.of("era", "legacy", "met", met));
      var doing = new JavaSdkScript(lines, client);
      for (var index = 0; index < steps.size(); index++) {
        doing.perform(index, steps.path(index));
      }
    } catch (RuntimeException e) {
      lines.outcome("-1", "connect", "error", described(e));
    }
    return lines.transcript();
  }

  private void perform(int index, JsonNode step) {
    var kind =
        KINDS.stream()
            .filter(step::has)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no such step: " + step));
    var doing = CompletableFuture.supplyAsync(() -> result(kind, step), Thread::startVirtualThread);
    try {
      var patience = step.path("timeoutMs").asInt(PATIENCE_MS);
      answers.outcome(
          Integer.toString(index), kind, "result", doing.get(patience, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (TimeoutException e) {
      answers.outcome(Integer.toString(index), kind, "error", described(e));
    } catch (ExecutionException e) {
      answers.outcome(
          Integer.toString(index),
          kind,
          "error",
          described(Objects.requireNonNullElse(e.getCause(), e)));
    }
  }

  private Object result(String kind, JsonNode step) {
    var given = step.path(kind);
    return switch (kind) {
      case "list" -> list(given.asString());
      case "call" -> call(step);
      case "read" ->
          client.readResource(McpSchema.ReadResourceRequest.builder(given.asString()).build());
      case "prompt" -> client.getPrompt(prompt(given));
      case "complete" -> client.completeCompletion(completion(given));
      case "subscribe" ->
          done(() ->
              client.subscribeResource(
                  McpSchema.SubscribeRequest.builder(given.asString()).build()));
      case "unsubscribe" ->
          done(() ->
              client.unsubscribeResource(
                  McpSchema.UnsubscribeRequest.builder(given.asString()).build()));
      case "await" -> done(() -> await(given.asString()));
      case "level" ->
          done(() ->
              client.setLoggingLevel(
                  McpSchema.LoggingLevel.valueOf(given.asString().toUpperCase(Locale.ROOT))));
      case "elicit" -> done(() -> answers.elicit(given));
      case "sample" -> done(() -> answers.sample(given));
      case "roots" -> done(() -> roots(given));
      default -> Map.of();
    };
  }

  private static Object done(Runnable step) {
    step.run();
    return Map.of();
  }

  private Object list(String what) {
    return switch (what) {
      case "tools" -> client.listTools();
      case "prompts" -> client.listPrompts();
      case "resources" -> client.listResources();
      default -> client.listResourceTemplates();
    };
  }

  private Object call(JsonNode step) {
    if (step.path("cancelOnProgress").asBoolean(false)) {
      throw new UnsupportedOperationException("the Java SDK cannot cancel a call");
    }
    var call = step.path("call");
    calls++;
    return client.callTool(
        McpSchema.CallToolRequest.builder(call.path("name").asString())
            .arguments(object(call.path("arguments")))
            .progressToken("call-" + calls)
            .build());
  }

  private static McpSchema.GetPromptRequest prompt(JsonNode given) {
    return McpSchema.GetPromptRequest.builder(given.path("name").asString())
        .arguments(object(given.path("arguments")))
        .build();
  }

  private static McpSchema.CompleteRequest completion(JsonNode given) {
    var ref = given.path("ref");
    var argument = given.path("argument");
    McpSchema.CompleteReference reference =
        ref.path("type").asString().equals("ref/prompt")
            ? McpSchema.PromptReference.builder(ref.path("name").asString()).build()
            : new McpSchema.ResourceReference(ref.path("uri").asString());
    return McpSchema.CompleteRequest.builder(
            reference,
            new McpSchema.CompleteRequest.CompleteArgument(
                argument.path("name").asString(), argument.path("value").asString()))
        .build();
  }

  private void await(String method) {
    answers.await(method, awaited.merge(method, 1, Integer::sum));
  }

  private void roots(JsonNode given) {
    for (var root : given) {
      client.addRoot(
          McpSchema.Root.builder(root.path("uri").asString())
              .name(root.path("name").asString("a root"))
              .build());
    }
  }

  private static Map<String, Object> object(JsonNode node) {
    return JsonMapper.shared().convertValue(node, OBJECT);
  }

  private static Map<String, Object> described(Throwable error) {
    var described = new HashMap<String, Object>();
    described.put("name", error.getClass().getSimpleName());
    described.put("message", String.valueOf(error.getMessage()));
    if (error instanceof McpError mcp && mcp.getJsonRpcError() != null) {
      described.put("code", mcp.getJsonRpcError().code());
    }
    return described;
  }
}
