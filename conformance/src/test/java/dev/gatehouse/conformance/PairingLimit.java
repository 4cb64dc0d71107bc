package dev.gatehouse.conformance;

/** Why two of the pairing matrix cannot do something with each other. */
enum PairingLimit {
  ONE_OBJECT("a", "the stateless server of the Java SDK answers by one JSON object only"),
  CANNOT_CANCEL("b", "the Java SDK cannot send `notifications/cancelled`"),
  CANNOT_BE_CANCELLED("c", "the Java SDK does not hear `notifications/cancelled`"),
  ROOTS_WITHOUT_PARAMS(
      "d", "the Go SDK cannot read a question for roots that has no `params`, as this server asks"),
  ANOTHERS_URI("e", "on `/mcp`, a URI that several servers list is that of the first by name"),
  LOG_OF_NOBODY(
      "f",
      "a log message does not say which request it belongs to, and a process that speaks the"
          + " modern era serves several callers: nobody gets it"),
  UNCHANGED_LIST(
      "g",
      "on `/mcp`, Gatehouse tells modern clients of lists that have changed, and this tool only"
          + " says that one has"),
  NOTHING_TO_CANCEL(
      "h", "`server-everything` has no tool that ends when it is cancelled, or tells that one was");

  private final String mark;
  private final String reason;

  PairingLimit(String mark, String reason) {
    this.mark = mark;
    this.reason = reason;
  }

  /** The letter that stands for it in a table. */
  String mark() {
    return mark;
  }

  String reason() {
    return reason;
  }
}
