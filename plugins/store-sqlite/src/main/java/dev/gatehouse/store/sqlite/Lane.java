package dev.gatehouse.store.sqlite;

import dev.gatehouse.core.store.StoreFailed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.sqlite.SQLiteDataSource;

/**
 * One platform thread with one connection, which no other thread touches. Whoever asks waits, at
 * most {@value #MOST_SECONDS} s, for work before its own and its own.
 */
final class Lane implements AutoCloseable {
  private static final int MOST_SECONDS = 30;

  private final Trouble trouble;
  private final ExecutorService thread;
  private final Connection connection;
  private final DSLContext sql;

  /** Opens the connection on the thread that calls; nothing else runs on it yet. */
  Lane(String name, SQLiteDataSource source, Trouble trouble) throws SQLException {
    this.trouble = trouble;
    connection = source.getConnection();
    sql = DSL.using(connection, SQLDialect.SQLITE);
    thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().name(name).daemon().factory());
  }

  /** Runs this on the lane's thread, as one transaction that is rolled back when it throws. */
  <T> T inTransaction(Function<DSLContext, T> work) {
    return await(() -> sql.transactionResult(inside -> work.apply(inside.dsl())));
  }

  /** Runs this on the lane's thread. */
  <T> T run(Function<DSLContext, T> work) {
    return await(() -> work.apply(sql));
  }

  private <T> T await(Callable<T> work) {
    try {
      return thread.submit(work).get(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw trouble.of(e.getCause() == null ? e : e.getCause());
    } catch (RejectedExecutionException e) {
      throw new StoreFailed("the store is closed", e);
    } catch (TimeoutException e) {
      throw trouble.of(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreFailed(
          "interrupted while waiting for the store; a change may or may not be kept", e);
    }
  }

  /** Lets work that has begun end, then closes the connection. */
  @Override
  public void close() throws SQLException {
    thread.close();
    connection.close();
  }
}
