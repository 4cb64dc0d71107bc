package dev.gatehouse.transport;

import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.secrets.SecretMissing;
import dev.gatehouse.core.secrets.SecretReference;
import dev.gatehouse.core.secrets.Secrets;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process that speaks over its standard input and output: started without a shell, with an empty
 * environment apart from PATH, HOME, LANG and what was declared. Its methods block; run them on
 * virtual threads.
 */
final class ChildProcess {
  private static final List<String> INHERITED = List.of("PATH", "HOME", "LANG");
  private static final Duration TO_END_BY_ITSELF = Duration.ofSeconds(2);
  private static final Duration TO_SAY_LAST_WORDS = Duration.ofMillis(500);
  private static final Duration TO_END_WHEN_ASKED = Duration.ofSeconds(3);

  private final Process process;
  private final BufferedOutputStream in;
  private final LastWords lastWords;
  private final Thread listener;

  private ChildProcess(Process process, LastWords lastWords) {
    this.process = process;
    this.in = new BufferedOutputStream(process.getOutputStream(), 64 << 10);
    this.lastWords = lastWords;
    this.listener =
        Thread.ofVirtual().name("stderr of " + process.pid()).start(this::keepLastWords);
  }

  /**
   * Starts it.
   *
   * @throws IOException when there is no such program
   * @throws SecretMissing when a declared secret leads nowhere
   */
  static ChildProcess start(Connection.Stdio connection, Secrets secrets) throws IOException {
    var environment = new HashMap<String, String>();
    var hidden = new ArrayList<String>();
    for (var name : INHERITED) {
      var value = System.getenv(name);
      if (value != null) {
        environment.put(name, value);
      }
    }
    connection
        .environment()
        .forEach((name, value) -> {
          if (value.startsWith("env:") || value.startsWith("file:")) {
            var secret = secrets.resolve(new SecretReference(value)).reveal();
            hidden.add(secret);
            environment.put(name, secret);
          } else {
            environment.put(name, value);
          }
        });
    var process = builder(connection.command(), environment).start();
    return new ChildProcess(process, new LastWords(hidden));
  }

  private static ProcessBuilder builder(List<String> command, Map<String, String> environment) {
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }

  /** Writes one message, which has no line end in it. */
  void write(byte[] message) throws IOException {
    in.write(message);
    in.write('\n');
  }

  void flush() throws IOException {
    in.flush();
  }

  LineReader lines(int maxBytes) {
    return new LineReader(process.getInputStream(), maxBytes);
  }

  LastWords lastWords() {
    return lastWords;
  }

  long pid() {
    return process.pid();
  }

  /** How it ended, in words, with what it said last; waits a moment for it to end. */
  String ending() {
    var how = "its process closed its output but did not end";
    try {
      if (process.waitFor(TO_END_BY_ITSELF.toMillis(), TimeUnit.MILLISECONDS)) {
        how = "its process ended with exit code " + process.exitValue();
      }
      listener.join(TO_SAY_LAST_WORDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    var said = lastWords.tail(380);
    return said.isEmpty() ? how : how + "; it last said: " + said;
  }

  /** Ends it and all that it has started: closes its input, then asks, then kills. */
  void end() {
    var family = new ArrayList<>(process.descendants().toList());
    family.add(process.toHandle());
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // its input is closed already
    }
    waitForAll(family, TO_END_BY_ITSELF);
    process.descendants().forEach(family::add);
    family.forEach(ProcessHandle::destroy);
    waitForAll(family, TO_END_WHEN_ASKED);
    family.forEach(ProcessHandle::destroyForcibly);
  }

  private static void waitForAll(List<ProcessHandle> family, Duration most) {
    var end = System.nanoTime() + most.toNanos();
    for (var member : family) {
      try {
        member.onExit().get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
        return; // it is still there, which the next step is for
      }
    }
  }

  private void keepLastWords() {
    var bytes = new byte[1024];
    try (var err = process.getErrorStream()) {
      for (var read = err.read(bytes); read >= 0; read = err.read(bytes)) {
        lastWords.add(bytes, read);
      }
    } catch (IOException e) {
      // its error output is gone with it
    }
  }
}
