package dev.gatehouse.cli.stdio;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Writes messages, one a line. Thread-safe. */
final class OutputLines {
  private final PrintWriter out;
  private final PrintWriter errors;

  OutputLines(PrintWriter out, PrintWriter errors) {
    this.out = out;
    this.errors = errors;
  }

  /** One message to the client. Line ends in JSON stand between values only, where blanks do. */
  void message(byte[] json) {
    var line = new String(json, StandardCharsets.UTF_8).replace('\n', ' ').replace('\r', ' ');
    synchronized (out) {
      out.print(line + "\n");
      out.flush();
    }
  }

  /** Whether the client has gone, as far as can be told. */
  boolean isBroken() {
    return out.checkError();
  }

  /** One sentence for the person who looks into the client's log. */
  void trouble(String sentence) {
    synchronized (errors) {
      errors.print("gatehouse stdio: " + sentence + "\n");
      errors.flush();
    }
  }
}
