package dev.gatehouse.core.identity;

/** What a client showed to prove who it is; prints as {@code Credential[redacted]}. */
public record Credential(String bearer) {
  @Override
  public String toString() {
    return "Credential[redacted]";
  }
}
