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
  static Optional<PairingLimit> between(
      PairingClient client, PairingServer server, PairingCell cell) {
    if (server == PairingServer.JAVA_STATELESS && NEED_A_STREAM.contains(cell)) {
      return Optional.of(PairingLimit.ONE_OBJECT);
    }
    if (cell == PairingCell.CANCELLATION && server == PairingServer.EVERYTHING) {
      return Optional.of(PairingLimit.NOTHING_TO_CANCEL);
    }
    if (cell == PairingCell.CANCELLATION && client == PairingClient.JAVA) {
      return Optional.of(PairingLimit.CANNOT_CANCEL);
    }
    if (cell == PairingCell.CANCELLATION && isJava(server)) {
      return Optional.of(PairingLimit.CANNOT_BE_CANCELLED);
    }
    if (cell == PairingCell.ROOTS
        && client == PairingClient.GO_MODERN
        && server != PairingServer.GO_MODERN) {
      return Optional.of(PairingLimit.ROOTS_WITHOUT_PARAMS);
    }
    return Optional.empty();
  }

  /** Why this cannot be between these two through the gateway; empty when it can. */
  static Optional<PairingLimit> through(Pairing pairing, PairingCell cell) {
    if (pairing.isJoined()
        && cell == PairingCell.SUBSCRIPTION
        && pairing.column() != PairingColumn.FIRST_BY_NAME) {
      return Optional.of(PairingLimit.ANOTHERS_URI);
    }
    if (pairing.isJoined()
        && cell == PairingCell.LIST_CHANGE
        && pairing.client().era() == PairingEra.MODERN) {
      return Optional.of(PairingLimit.UNCHANGED_LIST);
    }
    if (cell == PairingCell.LOGGING
        && pairing.client().era() == PairingEra.MODERN
        && pairing.column().isSharedPipe()) {
      return Optional.of(PairingLimit.LOG_OF_NOBODY);
    }
    var server = pairing.column().server();
    var isAskedByGatehouse =
        pairing.client().era() == PairingEra.MODERN && !server.speaks(PairingEra.MODERN);
    return between(pairing.client(), server, cell)
        .filter(limit -> limit != PairingLimit.ROOTS_WITHOUT_PARAMS || !isAskedByGatehouse);
  }

  private static boolean isJava(PairingServer server) {
    return server == PairingServer.JAVA_STREAMABLE || server == PairingServer.JAVA_STATELESS;
  }
}
