package dev.gatehouse.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One client at one server, through the gateway.
 *
 * @param isJoined whether the client uses the route of all servers, and not the server's own
 */
record Pairing(PairingClient client, PairingColumn column, boolean isJoined) {
  private static final Path TRANSCRIPTS = Path.of("target/pairings");

  /** The servers that are tried on the joined route, too: one for each way to reach one. */
  private static final Set<PairingColumn> JOINED =
      EnumSet.of(
          PairingColumn.TYPESCRIPT_V2_MODERN,
          PairingColumn.TYPESCRIPT_V2_LEGACY,
          PairingColumn.GO_LEGACY,
          PairingColumn.TYPESCRIPT_V2_PIPES);

  /**
   * What came of it.
   *
   * @param era that the client found itself in, or nothing when it did not connect
   * @param printed the end of what the client printed
   */
  record Outcome(Set<PairingCell> holding, String era, String printed) {
    Outcome {
      holding = Set.copyOf(holding);
    }
  }

  /** Every pairing of the matrix. */
  static List<Pairing> all() {
    return Stream.of(PairingColumn.values())
        .flatMap(column ->
            Stream.of(PairingClient.values())
                .flatMap(client ->
                    Stream.of(false, true)
                        .filter(isJoined -> !isJoined || JOINED.contains(column))
                        .map(isJoined -> new Pairing(client, column, isJoined))))
        .toList();
  }

  /** The route of the gateway. */
  String path() {
    return isJoined ? "/mcp" : "/mcp/" + column.serverName();
  }

  /** Why this cannot be; empty when it can. */
  Optional<PairingLimit> limit(PairingCell cell) {
    return PairingLimits.through(this, cell);
  }

  /** What can hold between them. */
  Set<PairingCell> able() {
    return Stream.of(PairingCell.values())
        .filter(cell -> limit(cell).isEmpty())
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(PairingCell.class)));
  }

  /** What the table says of it: how many things hold, why the rest cannot, and what fails. */
  String shown(Outcome outcome) {
    var marks =
        Stream.of(PairingCell.values())
            .flatMap(cell -> limit(cell).stream())
            .map(PairingLimit::mark)
            .distinct()
            .sorted()
            .collect(Collectors.joining(" "));
    var failing =
        able().stream()
            .filter(cell -> !outcome.holding().contains(cell))
            .map(cell -> cell.name().toLowerCase(Locale.ROOT).replace('_', ' '))
            .collect(Collectors.joining(", "));
    return outcome.holding().size()
        + (marks.isEmpty() ? "" : " " + marks)
        + (failing.isEmpty() ? "" : " **fails: " + failing + "**");
  }

  /** The heading of its table. */
  String heading() {
    return isJoined ? "On the route of all servers" : "On the route of one server";
  }

  /** Runs the client; what it saw is left in a file, too. */
  Outcome run(Peers peers, URI url, String key) {
    var plain = PairingScript.fresh(peers, column.server().tools());
    var script = isJoined ? plain.joined(column.serverName()) : plain;
    var saw = client.run(peers, url, key, script.text());
    var holding = EnumSet.noneOf(PairingCell.class);
    for (var cell : PairingCell.values()) {
      if (column.server().tools().show(cell, script, saw)) {
        holding.add(cell);
      }
    }
    try {
      Files.write(
          Files.createDirectories(TRANSCRIPTS).resolve(this + ".txt"),
          saw.lines().stream().map(Object::toString).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Outcome(holding, saw.era(), saw.printed());
  }

  @Override
  public String toString() {
    return client + (isJoined ? " at joined " : " at ") + column;
  }
}
