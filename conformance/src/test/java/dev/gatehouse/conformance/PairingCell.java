package dev.gatehouse.conformance;

import tools.jackson.databind.JsonNode;

/** One thing that a client and a server do with each other, and how a transcript shows it. */
enum PairingCell {
  CALL,
  PROGRESS,
  FORM,
  URL,
  SAMPLING,
  ROOTS,
  LOGGING,
  SUBSCRIPTION,
  LIST_CHANGE,
  CANCELLATION,
  COMPLETION,
  READ,
  ERROR;

  private static final int STEPS_OF_PROGRESS = 3;

  boolean holds(PairingScript script, Transcript saw) {
    return switch (this) {
      case CALL -> script.words(saw, "call").equals("called: one");
      case PROGRESS ->
          script.words(saw, "progress").equals("progressed")
              && saw.heard("notifications/progress").size() >= STEPS_OF_PROGRESS;
      case FORM -> script.words(saw, "form").equals("form: accept ana");
      case URL -> script.words(saw, "url").equals("url: accept");
      case SAMPLING -> script.words(saw, "sampling").equals("sampled: words of a model");
      case ROOTS -> script.words(saw, "roots").equals("roots: file:///srv/matrix");
      case LOGGING ->
          script.words(saw, "logging").equals("logged")
              && saw.heard("notifications/message").stream()
                  .map(line -> line.path("data").asString(""))
                  .anyMatch("a line of the matrix"::equals);
      case SUBSCRIPTION ->
          script.result(saw, "subscription").isPresent()
              && saw.heard("notifications/resources/updated").size() == 1;
      case LIST_CHANGE -> script.result(saw, "listChange").isPresent();
      case CANCELLATION ->
          script.result(saw, "slow").isEmpty()
              && script.words(saw, "cancellation").equals("cancelled: true");
      case COMPLETION ->
          script
              .result(saw, "completion")
              .map(result -> result.path("completion").path("values").toString())
              .filter("[\"paris\",\"park\",\"party\"]"::equals)
              .isPresent();
      case READ ->
          script
              .result(saw, "read")
              .map(result -> result.path("contents").path(0).path("text").asString(""))
              .filter("text of the matrix"::equals)
              .isPresent();
      case ERROR ->
          script.words(saw, "error").contains("failed on purpose")
              && script.result(saw, "error").map(PairingCell::isError).orElse(false);
    };
  }

  private static boolean isError(JsonNode result) {
    return result.path("isError").asBoolean(false);
  }
}
