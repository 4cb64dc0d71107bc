package dev.gatehouse.transport;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what the wire library promises. Never called on a loop. */
final class Await {
  private Await() {}

  /**
   * The result of the future.
   *
   * @throws IllegalStateException when it fails, with its message, or when it takes longer
   */
  static <T> T result(Future<T> future, long seconds) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(String.valueOf(cause.getMessage()), cause);
    } catch (TimeoutException e) {
      throw new IllegalStateException("not done after " + seconds + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Waits for the end of the future, whatever it is. */
  static void quietly(Future<?> future, long seconds) {
    try {
      result(future, seconds);
    } catch (IllegalStateException e) {
      System.getLogger(Await.class.getName()).log(System.Logger.Level.DEBUG, "while closing", e);
    }
  }
}
