package dev.gatehouse.core.guardrails;

/** Which way the inspected text goes. */
public enum Part {
  /** From the client to a server: arguments, what is to be completed, answers to questions. */
  ARGUMENTS("arguments"),
  /** From a server to the client: results, errors, notifications, questions and lists. */
  RESULT("result");

  private final String word;

  Part(String word) {
    this.word = word;
  }

  /** The word in refusals and records. */
  public String word() {
    return word;
  }
}
