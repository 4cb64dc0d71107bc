package dev.gatehouse.conformance;

import tools.jackson.databind.JsonNode;

/** How a transcript shows that the reference server "everything" did it, with tools of its own. */
final class EverythingCells {
  private static final int STEPS_OF_PROGRESS = 3;

  private EverythingCells() {}

  static boolean holds(PairingCell cell, PairingScript script, Transcript saw) {
    return switch (cell) {
      case CALL -> script.words(saw, "call").equals("Echo: one");
      case PROGRESS ->
          script.words(saw, "progress").startsWith("Long running operation completed.")
              && saw.heard("notifications/progress").stream()
                      // a client tells itself of rounds of questions in the same way, without total
                      .filter(it -> it.path("total").asInt(0) == STEPS_OF_PROGRESS)
                      .count()
                  == STEPS_OF_PROGRESS;
      case FORM ->
          script
              .result(saw, "form")
              .map(it -> it.path("content").toString())
              .orElse("")
              .contains("- Name: ana");
      case URL -> script.words(saw, "url").contains("User completed the URL elicitation flow.");
      case SAMPLING -> script.words(saw, "sampling").contains("words of a model");
      case ROOTS -> script.words(saw, "roots").contains("URI: file:///srv/matrix");
      case LOGGING ->
          saw.heard("notifications/message").stream()
              .map(line -> line.path("data").asString(""))
              .anyMatch(line -> line.matches("\\w+[- ]level[- ]message.*"));
      case SUBSCRIPTION ->
          script.result(saw, "touch").isPresent() && script.result(saw, "subscription").isPresent();
      case LIST_CHANGE ->
          script.result(saw, "change").isPresent() && script.result(saw, "listChange").isPresent();
      case CANCELLATION -> false; // PairingLimit.NOTHING_TO_CANCEL
      case COMPLETION ->
          script
              .result(saw, "completion")
              .map(result -> result.path("completion").path("values").toString())
              .filter("[\"Sales\",\"Support\"]"::equals)
              .isPresent();
      case READ ->
          script
              .result(saw, "read")
              .map(result -> result.path("contents").path(0).path("text").asString(""))
              .filter(text -> text.startsWith("Resource 7: This is a plaintext resource"))
              .isPresent();
      case ERROR ->
          script.words(saw, "error").contains("Unsupported URL protocol")
              && script.result(saw, "error").map(EverythingCells::isError).orElse(false);
    };
  }

  private static boolean isError(JsonNode result) {
    return result.path("isError").asBoolean(false);
  }
}
