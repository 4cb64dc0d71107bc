package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Servers that are programs of one era and are killed, for clients of either era: a call that no
 * process has read is made once more, one that a process has read is not.
 */
class ProgramsThatDieIT {
  /** Notes each call in a file, and answers it unless it is to hang. */
  private static final String PROGRAM =
      """
      while read -r l; do
        id=${l#*\\"id\\":}; id=${id%%,*}; id=${id%%\\}*}
        case $l in
          *'"server/discover"'*) r='DISCOVERED';;
          *'"initialize"'*) r='HELLO';;
          *'"tools/list"'*) r='{"resultType":"complete","ttlMs":3600000,"cacheScope":"private","tools":[{"name":"act","inputSchema":{"type":"object"}}]}';;
          *'"tools/call"'*)
            echo called >> NOTES
            case $l in *'"hang"'*) while read -r l; do :; done; exit;; esac
            r='{"resultType":"complete","content":[{"type":"text","text":"good"}]}';;
          *'"method":"notifications'*) continue;;
          *) r='';;
        esac
        if [[ -n $r ]]; then echo '{"jsonrpc":"2.0","id":'$id',"result":'$r'}'
        else echo '{"jsonrpc":"2.0","id":'$id',"error":{"code":-32601,"message":"no"}}'; fi
      done
      """;

  private static final String HELLO =
      """
      {"protocolVersion":"2025-11-25","capabilities":{"tools":{}},\
      "serverInfo":{"name":"program","version":"1"}}\
      """;
  private static final String DISCOVERED =
      """
      {"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{"tools":{}},\
      "ttlMs":3600000,"cacheScope":"private"}\
      """;

  static Stream<Side> sides() {
    return Side.all();
  }

  private static RunningGateway gateway(Side side, Path notes) {
    var isModern = side.server() == PairingEra.MODERN;
    var program =
        PROGRAM
            .replace("DISCOVERED", isModern ? DISCOVERED : "")
            .replace("HELLO", isModern ? "" : HELLO)
            .replace("NOTES", notes.toString());
    return RunningGateway.open(
        """
        servers: { one: { stdio: [bash, -c, %s], approved: true, deadline: 1m } }
        roles: { all: { grants: ["*/*"] } }
        """
            .formatted(Caller.quoted(program)),
        "all");
  }

  private static long calls(Path notes) {
    try {
      return Files.exists(notes) ? Files.readAllLines(notes).size() : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills the processes of this test, and waits until they are gone. */
  private static void kill(Path notes) {
    var ended =
        ProcessHandle.current()
            .descendants()
            .filter(it -> it.info().commandLine().orElse("").contains(notes.toString()))
            .toList();
    assertThat(ended).isNotEmpty();
    ended.forEach(ProcessHandle::destroyForcibly);
    ended.forEach(process -> process.onExit().join());
  }

  @ParameterizedTest
  @MethodSource("sides")
  void betweenTwoCallsAreStartedAgain(Side side, @TempDir Path folder) {
    var notes = folder.resolve("notes");
    try (var gateway = gateway(side, notes)) {
      var caller = side.ready(gateway, "all", "one");
      var tool = side.tool("one", "act");
      for (var round = 1; round <= 3; round++) {
        assertThat(side.call(caller, tool, "{}").text()).isEqualTo("good");
        assertThat(calls(notes)).isEqualTo(round);
        kill(notes);
      }
      assertThat(side.call(caller, tool, "{}").text()).isEqualTo("good");
    }
  }

  @ParameterizedTest
  @MethodSource("sides")
  void inTheMiddleOfACallAreNotAskedTwice(Side side, @TempDir Path folder) {
    var notes = folder.resolve("notes");
    try (var gateway = gateway(side, notes)) {
      var caller = side.ready(gateway, "all", "one");
      var tool = side.tool("one", "act");
      var hung = CompletableFuture.supplyAsync(() -> side.call(caller, tool, "{\"how\":\"hang\"}"));
      while (calls(notes) == 0 && !hung.isDone()) {
        Thread.onSpinWait();
      }
      kill(notes);
      var lost = hung.join();
      var done = calls(notes);
      var next = side.call(caller, tool, "{}");

      assertThat(lost.refusal().path("kind").asString()).isEqualTo("outcome-unknown");
      assertThat(done).isEqualTo(1);
      assertThat(next.text()).isEqualTo("good");
      assertThat(calls(notes)).isEqualTo(2);
    }
  }
}
