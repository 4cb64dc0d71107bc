package dev.gatehouse.conformance;

import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncCompletionSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.PromptReference;
import java.util.List;
import java.util.function.Function;

/**
 * What a server of the Java SDK without sessions can offer of the pairing matrix: it answers each
 * request by one JSON object, so that it cannot say, ask or tell anything besides.
 */
final class JavaStatelessMatrix {
  private JavaStatelessMatrix() {}

  static List<SyncToolSpecification> tools() {
    return List.of(
        tool(
            "matrix_call",
            "text",
            call -> JavaMatrix.says("called: " + call.arguments().get("text"))),
        tool("matrix_error", "", _ -> JavaMatrix.failed()));
  }

  static SyncResourceSpecification resource() {
    return new SyncResourceSpecification(JavaMatrix.text(), (_, _) -> JavaMatrix.contents());
  }

  static SyncPromptSpecification prompt() {
    return new SyncPromptSpecification(
        JavaMatrix.prompted(), (_, asked) -> JavaMatrix.message(asked));
  }

  static SyncCompletionSpecification completion() {
    return new SyncCompletionSpecification(
        PromptReference.builder(JavaMatrix.PROMPT).build(),
        (_, asked) -> JavaMatrix.completed(asked));
  }

  private static SyncToolSpecification tool(
      String name, String argument, Function<CallToolRequest, CallToolResult> answer) {
    return SyncToolSpecification.builder()
        .tool(JavaMatrix.described(name, argument))
        .callHandler((_, call) -> answer.apply(call))
        .build();
  }
}
