package dev.gatehouse.conformance;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What the SDKs themselves cannot do, each with its reason, whoever is on the other side. */
final class PairingLimits {
  /** What needs more than the one answer to a request. */
  private static final Set<PairingCell> NEED_A_STREAM =
      EnumSet.of(
          PairingCell.PROGRESS,
          PairingCell.FORM,
          PairingCell.URL,
          PairingCell.SAMPLING,
          PairingCell.ROOTS,
          PairingCell.LOGGING,
          PairingCell.SUBSCRIPTION,
          PairingCell.LIST_CHANGE);

  private PairingLimits() {}

  /** Why this cannot be between these two when nothing stands between them; empty when it can. */
  static Optional<String> between(PairingClient client, PairingServer server, PairingCell cell) {
    if (server == PairingServer.JAVA_STATELESS && NEED_A_STREAM.contains(cell)) {
      return Optional.of("the stateless server of the Java SDK answers by one JSON object only");
    }
    if (cell == PairingCell.CANCELLATION && client == PairingClient.JAVA) {
      return Optional.of("the Java SDK cannot send notifications/cancelled");
    }
    if (cell == PairingCell.CANCELLATION && isJava(server)) {
      return Optional.of("the Java SDK does not hear notifications/cancelled");
    }
    if (cell == PairingCell.ROOTS
        && client == PairingClient.GO_MODERN
        && server != PairingServer.GO_MODERN) {
      return Optional.of("the Go SDK cannot read a question for roots that has no params");
    }
    return Optional.empty();
  }

  private static boolean isJava(PairingServer server) {
    return server == PairingServer.JAVA_STREAMABLE || server == PairingServer.JAVA_STATELESS;
  }
}
