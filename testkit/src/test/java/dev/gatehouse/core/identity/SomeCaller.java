package dev.gatehouse.core.identity;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A caller for tests of rooms that come after identity. */
public final class SomeCaller {
  private SomeCaller() {}

  public static Caller caller() {
    return new KnownCaller(
        "key:test", Optional.empty(), Optional.empty(), Set.of(), Map.of(), "gth_test…");
  }
}
