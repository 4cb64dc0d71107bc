package dev.gatehouse.server;

/** Which Gatehouse this is. */
public final class Version {
  /** The version as people know it. */
  public static final String TEXT = "0.1.0";

  private Version() {}
}
