package dev.gatehouse.core.egress;

/** A document could not be fetched. The message is safe to show to an operator. */
public final class FetchFailed extends Exception {
  public FetchFailed(String message) {
    super(message);
  }
}
