package dev.gatehouse.bench;

import java.io.PrintStream;

/** Tells on standard error what is being done, one line for each step. */
final class Progress {
  private final PrintStream to;
  private final long began = System.nanoTime();

  Progress(PrintStream to) {
    this.to = to;
  }

  void step(String what) {
    to.printf("  %5d s  %s%n", (System.nanoTime() - began) / 1_000_000_000, what);
  }
}
