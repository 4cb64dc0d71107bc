package dev.gatehouse.conformance;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a client of the Java SDK answers and hears, as the lines that the other clients print. Of
 * some notifications the SDK hands over what it then fetched, so that those have no params here.
 */
final class JavaSdkAnswers {
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final List<JsonNode> lines = new ArrayList<>();
  private final Map<String, Integer> heard = new HashMap<>();
  private final Deque<JsonNode> elicits = new ArrayDeque<>();
  private final Deque<JsonNode> samples = new ArrayDeque<>();

  McpClient.SyncSpec attach(McpClient.SyncSpec client) {
    return client
        .capabilities(
            McpSchema.ClientCapabilities.builder()
                .elicitation(true, true)
                .sampling()
                .roots(true)
                .build())
        .elicitation(this::form)
        .urlElicitation(this::url)
        .sampling(this::model)
        .loggingConsumer(line -> hear("notifications/message", line))
        .progressConsumer(progress -> hear("notifications/progress", progress))
        .resourcesUpdateConsumer(_ -> hear("notifications/resources/updated", Map.of()))
        .toolsChangeConsumer(_ -> hear("notifications/tools/list_changed", Map.of()))
        .promptsChangeConsumer(_ -> hear("notifications/prompts/list_changed", Map.of()))
        .resourcesChangeConsumer(_ -> hear("notifications/resources/list_changed", Map.of()));
  }

  synchronized void elicit(JsonNode answers) {
    elicits.clear();
    answers.forEach(elicits::add);
  }

  synchronized void sample(JsonNode texts) {
    samples.clear();
    texts.forEach(samples::add);
  }

  synchronized void outcome(String step, String kind, String part, Object value) {
    add(Map.of("step", step, "kind", kind, part, value));
  }

  /** Returns when so many notifications of this method have been heard; until then, it blocks. */
  synchronized void await(String method, int enough) {
    while (heard.getOrDefault(method, 0) < enough) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("no " + method, e);
      }
    }
  }

  synchronized Transcript transcript() {
    return new Transcript(lines, lines.toString());
  }

  private synchronized void hear(String method, Object params) {
    add(Map.of("heard", method, "params", params));
    heard.merge(method, 1, Integer::sum);
    notifyAll();
  }

  private McpSchema.ElicitResult form(McpSchema.ElicitFormRequest asked) {
    return elicited(Map.of("mode", "form", "message", asked.message()));
  }

  private McpSchema.ElicitResult url(McpSchema.ElicitUrlRequest asked) {
    return elicited(Map.of("mode", "url", "message", asked.message(), "url", asked.url()));
  }

  private synchronized McpSchema.ElicitResult elicited(Map<String, Object> asked) {
    var answer = next(elicits, "{\"action\": \"decline\"}");
    add(Map.of("asked", "elicitation/create", "params", asked, "answer", answer));
    var action = answer.path("action").asString().toUpperCase(Locale.ROOT);
    var result = McpSchema.ElicitResult.builder(McpSchema.ElicitResult.Action.valueOf(action));
    if (answer.has("content")) {
      result.content(JsonMapper.shared().convertValue(answer.path("content"), OBJECT));
    }
    return result.build();
  }

  private synchronized McpSchema.CreateMessageResult model(McpSchema.CreateMessageRequest asked) {
    var text = next(samples, "\"nothing\"").asString();
    add(Map.of("asked", "sampling/createMessage", "params", asked, "answer", text));
    return McpSchema.CreateMessageResult.builder(McpSchema.Role.ASSISTANT, text, "test-model")
        .stopReason(McpSchema.CreateMessageResult.StopReason.END_TURN)
        .build();
  }

  /** The first of the answers, of which the last one stays. */
  private static JsonNode next(Deque<JsonNode> answers, String otherwise) {
    if (answers.isEmpty()) {
      return JsonMapper.shared().readTree(otherwise);
    }
    return answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
  }

  private void add(Map<String, Object> line) {
    lines.add(JsonMapper.shared().valueToTree(line));
  }
}
