package dev.gatehouse.core.upstream;

/** One message on its way to an upstream and what comes back. Thread-safe. */
public interface Exchange {
  /** Stops the exchange: the answering hears nothing more. Does nothing when it is over. */
  void cancel();

  /** Asks the upstream's sender to hold: the client does not keep up. */
  void pause();

  /** Takes messages again after {@link #pause}. */
  void resume();
}
