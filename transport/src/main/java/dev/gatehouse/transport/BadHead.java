package dev.gatehouse.transport;

/** A request head that must not be trusted to mean what it seems to mean. Has no stack trace. */
final class BadHead extends Exception {
  final int status;

  BadHead(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }
}
