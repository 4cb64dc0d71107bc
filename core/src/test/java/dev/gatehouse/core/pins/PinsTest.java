package dev.gatehouse.core.pins;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.gateway.ScriptedServer;
import dev.gatehouse.core.pins.PinnedServer.Verdict;
import dev.gatehouse.core.registry.Approval;
import dev.gatehouse.core.registry.DriftMode;
import dev.gatehouse.core.registry.Pin;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.core.views.ListKind;
import dev.gatehouse.core.views.ServerView;
import dev.gatehouse.protocol.ListPage;
import dev.gatehouse.protocol.Span;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Pins from one snapshot to the next, and what is no drift. */
class PinsTest {
  private static final ServerName CRM = new ServerName("crm");
  private static final Target GET = new Target(CRM, Primitive.TOOL, "get");

  private static Server server(DriftMode mode) {
    return ScriptedServer.modern("crm")
        .declared()
        .decided(new Approval.Approved("ana", Instant.EPOCH), mode);
  }

  private static ServerView.Offer offer(ListKind kind, String key, String json) {
    return new ServerView.Offer(
        new Target(CRM, kind.primitive(), key),
        new ListPage.Item(json.getBytes(StandardCharsets.UTF_8), key, new Span(0, 1)));
  }

  private static ServerView offering(ListKind kind, String... words) {
    var offers =
        java.util.Arrays.stream(words)
            .map(word -> {
              var key = word.substring(0, word.indexOf(' '));
              var json = "{\"name\":\"" + key + "\",\"description\":\"" + word + "\"}";
              return offer(kind, key, json);
            })
            .toList();
    return new ServerView(CRM, Map.of(kind, offers), 0, Optional.empty());
  }

  private static Pin pin(ServerView view, String by) {
    var fingerprint = server(DriftMode.BLOCK).connection().fingerprint();
    return Pin.bounded(CRM, fingerprint, Definitions.of(view), by, Instant.EPOCH);
  }

  private static Pins next(Pins before, DriftMode mode, Pin... pins) {
    return before.next(List.of(server(mode)), List.of(pins), TextScan.NONE, _ -> {});
  }

  @Test
  void staySameWhileNothingChanges() {
    var pin = pin(offering(ListKind.TOOLS, "get one"), "ana");
    var pins = next(Pins.NONE, DriftMode.BLOCK, pin);

    assertThat(next(pins, DriftMode.BLOCK, pin)).isSameAs(pins);
  }

  @Test
  void keepWhatIsKnownWhenOnlyTheModeChanges() {
    var pin = pin(offering(ListKind.TOOLS, "get one"), "ana");
    var warning = next(Pins.NONE, DriftMode.WARN, pin);
    warning.of(CRM).look(offering(ListKind.TOOLS, "get another"));
    assertThat(warning.of(CRM).call(GET)).isEqualTo(Verdict.GOES);

    var blocking = next(warning, DriftMode.BLOCK, pin);

    assertThat(blocking.of(CRM).call(GET)).isEqualTo(Verdict.UNDER_REVIEW);
  }

  @Test
  void forgetWhatIsKnownWithAnotherPin() {
    var before = next(Pins.NONE, DriftMode.BLOCK, pin(offering(ListKind.TOOLS, "get one"), "ana"));
    var changed = offering(ListKind.TOOLS, "get another");
    before.of(CRM).look(changed);

    var after = next(before, DriftMode.BLOCK, pin(changed, "ben"));

    assertThat(after.of(CRM).call(GET)).isEqualTo(Verdict.GOES);
    assertThat(after.of(CRM).look(changed).orElseThrow().isNone()).isTrue();
  }

  @Test
  void doNotHoldForAnotherConnection() {
    var elsewhere =
        new Pin(
            CRM,
            "0".repeat(64),
            Definitions.of(offering(ListKind.TOOLS, "get one")),
            "ana",
            Instant.EPOCH);

    assertThat(next(Pins.NONE, DriftMode.BLOCK, elsewhere).of(CRM).pin()).isEmpty();
  }

  @Test
  void resourcesComeAndGoAndOnlyTheirWordsAreHeldAgainstThePin() {
    var pins =
        next(
            Pins.NONE, DriftMode.BLOCK, pin(offering(ListKind.RESOURCES, "a one", "b one"), "ana"));

    var come = pins.of(CRM).look(offering(ListKind.RESOURCES, "b one", "c one")).orElseThrow();
    var reworded = pins.of(CRM).look(offering(ListKind.RESOURCES, "a one", "b two")).orElseThrow();

    assertThat(come.isNone()).isTrue();
    assertThat(reworded.meaning()).contains(DriftClass.COSMETIC);
    assertThat(reworded.changes()).extracting(Change::name).containsExactly("b");
  }

  @Test
  void ofTwoToolsOfOneNameTheChangedOneDecides() {
    var pins = next(Pins.NONE, DriftMode.BLOCK, pin(offering(ListKind.TOOLS, "get one"), "ana"));

    pins.of(CRM).look(offering(ListKind.TOOLS, "get one", "get another"));

    assertThat(pins.of(CRM).call(GET)).isEqualTo(Verdict.UNDER_REVIEW);
  }
}
