package dev.gatehouse.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.registry.Pin.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PinTest {
  private static Pin.Item item(Kind kind, String name, int bytes) {
    return Pin.Item.of(kind, name, new byte[bytes]);
  }

  private static Pin pin(List<Pin.Item> items) {
    return Pin.bounded(new ServerName("crm"), "0".repeat(64), items, "ana", Instant.EPOCH);
  }

  @Test
  void keepsOnlyHashesOfWhatIsBeyondItsBytesAndOfResourcesFirst() {
    var pin =
        pin(
            List.of(
                item(Kind.RESOURCE, "big", Pin.MOST_BYTES),
                item(Kind.INSTRUCTIONS, "", 100),
                item(Kind.TOOL, "get", 100)));

    assertThat(pin.items()).extracting(Pin.Item::name).containsExactly("get", "", "big");
    assertThat(pin.items()).extracting(it -> it.definition().length).containsExactly(100, 100, 0);
    assertThat(pin.items().getLast().hash())
        .isEqualTo(item(Kind.RESOURCE, "big", Pin.MOST_BYTES).hash());
  }

  @Test
  void leavesOutWhatIsBeyondItsNumberOfItems() {
    var items = new ArrayList<Pin.Item>();
    for (var i = 0; i <= Pin.MOST_ITEMS; i++) {
      items.add(item(Kind.RESOURCE, "r" + i, 1));
    }
    items.add(item(Kind.TOOL, "get", 1));

    var pin = pin(items);

    assertThat(pin.items()).hasSize(Pin.MOST_ITEMS);
    assertThat(pin.items().getFirst().name()).isEqualTo("get");
  }

  @Test
  void hashesAllThatAnApprovalBindsInWhateverOrderItCame() {
    var get = item(Kind.TOOL, "get", 1);
    var put = item(Kind.TOOL, "put", 2);
    var ask = item(Kind.PROMPT, "get", 1);
    var file = item(Kind.RESOURCE, "file:///x", 3);
    var one = pin(List.of(get, put, ask));

    assertThat(pin(List.of(ask, put, file, get)).definitionsHash())
        .isEqualTo(one.definitionsHash());
    assertThat(pin(List.of(get, put)).definitionsHash()).isNotEqualTo(one.definitionsHash());
    assertThat(pin(List.of(get, put)).toolsHash()).isEqualTo(one.toolsHash());
    assertThat(pin(List.of(get)).toolsHash()).isNotEqualTo(one.toolsHash());
  }

  @Test
  void tellsNamesFromHashes() {
    var tricky = item(Kind.TOOL, "a\",\"" + "b", 1);

    assertThat(pin(List.of(tricky)).toolsHash())
        .isNotEqualTo(pin(List.of(item(Kind.TOOL, "a", 1))).toolsHash());
  }
}
