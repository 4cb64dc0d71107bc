package dev.gatehouse.core.upstream;

/**
 * A live connection target of one server. Thread-safe; sending never blocks.
 *
 * <p>What comes back is told to the {@link Answering}, by one thread at a time: on the event loop
 * that called {@link #send}, or on one loop chosen by the upstream when the caller was not on a
 * loop.
 */
public interface Upstream extends AutoCloseable {
  /**
   * Sends one message.
   *
   * @return the handle by which the sender cancels or slows the exchange
   */
  Exchange send(Outgoing outgoing, Answering answering);

  /** Ends all exchanges and frees connections or processes. Idempotent. */
  @Override
  void close();
}
