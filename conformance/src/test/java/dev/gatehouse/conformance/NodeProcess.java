package dev.gatehouse.conformance;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A Node program that a test started. It gets no input and, of this process's environment, only
 * what a program needs to run. What it prints is kept, bounded. Closing it ends it and whatever it
 * started, by their ids; so does the end of this JVM.
 */
final class NodeProcess implements AutoCloseable {
  private static final int KEPT_OF_OUTPUT = 16 * 1024 * 1024;
  private static final int KEPT_OF_ERRORS = 64 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration TIME_TO_END = Duration.ofSeconds(5);
  private static final List<String> INHERITED = List.of("PATH", "HOME", "TMPDIR", "LANG");

  private final Process process;
  private final Tail output = new Tail(KEPT_OF_OUTPUT);
  private final Tail errors = new Tail(KEPT_OF_ERRORS);
  private final CompletableFuture<String> readyLine = new CompletableFuture<>();
  private final Thread outputReader;
  private final Thread errorReader;
  private final Thread atExit = new Thread(this::end);

  private NodeProcess(Process process, Predicate<String> isReady) {
    this.process = process;
    outputReader =
        Thread.ofVirtual()
            .start(() -> {
              eachLine(
                  process.getInputStream(),
                  line -> {
                    output.add(line);
                    if (isReady.test(line)) {
                      readyLine.complete(line);
                    }
                  });
              readyLine.completeExceptionally(new IllegalStateException("its output ended"));
            });
    errorReader = Thread.ofVirtual().start(() -> eachLine(process.getErrorStream(), errors::add));
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Starts {@code node ARGUMENTS} in the folder of the peers and does not wait for anything. */
  static NodeProcess start(Peers peers, List<String> arguments, Map<String, String> environment) {
    return start(peers, arguments, environment, _ -> false);
  }

  /**
   * Starts {@code node ARGUMENTS}; the first line for which {@code isReady} holds is the ready
   * line.
   */
  static NodeProcess start(
      Peers peers,
      List<String> arguments,
      Map<String, String> environment,
      Predicate<String> isReady) {
    var command = new ArrayList<>(List.of(peers.node().toString()));
    command.addAll(arguments);
    return startProgram(peers, command, environment, isReady);
  }

  /** Starts any program in the folder of the peers, under the same rules. */
  static NodeProcess startProgram(
      Peers peers,
      List<String> command,
      Map<String, String> environment,
      Predicate<String> isReady) {
    var builder = new ProcessBuilder(command);
    builder.directory(peers.home().toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.environment().keySet().retainAll(INHERITED);
    builder.environment().putAll(environment);
    try {
      return new NodeProcess(builder.start(), isReady);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command.getFirst(), e);
    }
  }

  /**
   * The ready line, waited for up to a minute.
   *
   * @throws IllegalStateException with what it printed, when there is none; it is ended then
   */
  String awaitReady() {
    try {
      return readyLine.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      close();
      throw new IllegalStateException("it did not become ready:\n" + everything(), e);
    }
  }

  /**
   * Its exit code, when it ends by itself in time and all of its output has been read.
   *
   * @throws IllegalStateException with what it printed, when it does not; it is ended then
   */
  int awaitEnd(Duration patience) {
    try {
      if (process.waitFor(patience) && outputReader.join(patience) && errorReader.join(patience)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
    throw new IllegalStateException("it did not end within " + patience + ":\n" + everything());
  }

  long pid() {
    return process.pid();
  }

  /**
   * The lines of its standard output so far.
   *
   * @throws IllegalStateException when there were more than are kept, which is 16 Mi characters
   */
  List<String> lines() {
    return output.all();
  }

  /** The end of what it printed, for the message of a failed test. */
  String everything() {
    return errors.recent() + output.recent();
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException _) {
      // this JVM is ending, and the hook runs anyway
    }
  }

  private void end() {
    var family = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(TIME_TO_END)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    family.forEach(ProcessHandle::destroyForcibly);
  }

  private static void eachLine(InputStream stream, Consumer<String> hear) {
    try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        hear.accept(line);
      }
    } catch (IOException _) {
      // it ended, or was ended
    }
  }
}
