package dev.gatehouse.transport;

/** What an exchange needs of the pipe that it passes through. Thread-safe. */
interface PipeOwner {
  /** Nobody waits for this exchange any more: tells the server, unless it has not started it. */
  void giveUp(PipeExchange exchange);

  /** What the other end said last beside its messages, without secrets; empty for nothing. */
  String lastWords();
}
