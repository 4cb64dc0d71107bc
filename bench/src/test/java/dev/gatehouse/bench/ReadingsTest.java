package dev.gatehouse.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the benchmark reads of processes, lists and streams, and how it reports it. */
class ReadingsTest {
  private static final Target LIST = Target.list("list", 1, "/mcp", "token", 0);

  @Test
  void memoryIsTheHeapInUseWithoutClasses() throws IOException {
    var info =
        """
        garbage-first heap   total reserved 524288K, committed 65536K, used 2048K [0x1, 0x2)
         region size 1024K, 6 young (6144K), 1 survivors (1024K)
        Metaspace       used 30000K, committed 31000K, reserved 100000K
        """;
    assertThat(Memory.live(info)).isEqualTo(2048 << 10);
    assertThatThrownBy(() -> Memory.live("nothing")).hasMessageContaining("GC.heap_info");
  }

  @Test
  void memoryForAStreamIsTheGrowthDividedByTheStreams() throws IOException {
    var status = List.of("Name:\tjava", "VmHWM:\t  900 kB", "VmRSS:\t  600 kB");
    assertThat(Memory.resident(status)).isEqualTo(600 << 10);
    assertThat(new Memory(5120, 3072).residentKibPer(2, new Memory(1024, 1024))).isEqualTo(2);
    assertThat(new Memory(5120, 3072).liveKibPer(2, new Memory(1024, 1024))).isEqualTo(1);
  }

  @Test
  void tooFewOpenFilesAreRefusedWithTheRemedy() throws IOException {
    var limits = List.of("Limit  Soft Hard Units", "Max open files   1024   4096   files");
    assertThat(OpenFiles.limit(limits)).isEqualTo(1024);
    assertThatThrownBy(() -> OpenFiles.require(10_000, 1024))
        .hasMessageContainingAll("10000", "1024", "ulimit -n 10512", "--streams");
    assertThatCode(() -> OpenFiles.require(100, 1024)).doesNotThrowAnyException();
  }

  @Test
  void everyPageIsAskedForInTurnUnderIdsOfItsOwn() {
    var pages = LIST.pages(List.of("", "second"));
    assertThat(pages.bodies()).doesNotHaveDuplicates().hasSizeGreaterThan(1000);
    assertThat(pages.bodies().getFirst()).doesNotContain("cursor");
    assertThat(pages.bodies().get(1)).contains("\"cursor\":\"second\",\"_meta\"");
  }

  @Test
  void aPageInASessionSaysNothingOfItsEra() {
    var calls = Target.legacyCalls("g", 1, "/mcp", Answers.TOOL, "token", 0).inSession("s");
    assertThat(calls.list("list").page(3, "next"))
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/list\",\"params\":"
                + "{\"cursor\":\"next\"}}");
  }

  @Test
  void aWordIsFoundInWhatComesInPieces() {
    var word = new Listeners.Word(Answers.bytes("tools/list_changed\""));
    var text = "ttools/list ootools/list_changed\" x tools/list_changed\"";
    var ends = new java.util.ArrayList<Integer>();
    for (var i = 0; i < text.length(); i++) {
      if (word.ends(text.getBytes(StandardCharsets.US_ASCII)[i])) {
        ends.add(i);
      }
    }
    assertThat(ends).containsExactly(text.indexOf('"'), text.length() - 1);
    assertThat(word.count()).isEqualTo(2);
  }

  @Test
  void aBridgeIsReportedBesideAClientOfTheServersEra() {
    var same = new Figure(Bridges.GROUP, target("modern -> modern, one"), 16, 0);
    var other = new Figure(Bridges.GROUP, target("legacy -> modern, one"), 16, 0, same);
    same.add(new Figure.Round(1000, 10, 20, 40, 1));
    other.add(new Figure.Round(1000, 10, 20, 50, 1));
    var readings = new Readings();
    List.of(9.0, 7.0, 5.0)
        .forEach(kib ->
            readings.add(IdleStreams.GROUP, "memory for a stream", "KiB", kib, "at most 16"));

    var tables = report(List.of(same, other), readings).tables();

    assertThat(tables)
        .containsSubsequence("x same", "modern -> modern", "legacy -> modern", "1.25");
    assertThat(tables)
        .containsSubsequence(
            "streams that stand", "memory for a stream", "7.0 [5.0-9.0] KiB", "at most 16");
    assertThat(report(List.of(same, other), readings).json())
        .contains("\"cpuTimesSameEra\":\"1.25\"", "\"what\":\"memory for a stream\"");
  }

  @Test
  void aGroupThatIsNotKnownIsNamed() {
    assertThatThrownBy(() -> Options.of(List.of("--only", "bridge")))
        .hasMessageContainingAll("bridge", "bridges");
    assertThat(Options.of(List.of("--only", "bridges,idle")).wants("many")).isFalse();
    assertThatThrownBy(() -> Options.of(List.of("--streams", "20000")))
        .hasMessageContaining("10 to 10000");
    assertThat(Options.of(List.of("--quick")).streams()).isEqualTo(500);
  }

  private static Report report(List<Figure> figures, Readings readings) {
    var options =
        new Options(false, false, 1, 1, 1, List.of(), Optional.empty(), 10, Path.of("work"));
    var machine = new Machine("now", "Linux", "25", 2, "some", 0);
    return new Report(machine, options, figures, readings.all(), List.of());
  }

  private static Target target(String name) {
    return Target.modernCall(name, 1, "/mcp/s1", Answers.TOOL, "token", 1);
  }
}
