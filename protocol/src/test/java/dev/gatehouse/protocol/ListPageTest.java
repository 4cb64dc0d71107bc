package dev.gatehouse.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.protocol.StrictJson.Bounds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListPageTest {
  private static final String TOOL =
      "{ \"inputSchema\":{\"name\":\"no\"}, \"x-new\":1.50,\"name\" : \"\\u0061b\" }";

  @Test
  void keepsEachItemByteForByteAndTellsWhereItsKeyStands() throws Malformed {
    var page = read("{\"tools\":[ " + TOOL + " , {\"name\":\"c\"}]}", "tools");
    assertThat(page.items()).extracting(ListPage.Item::key).containsExactly("ab", "c");
    var first = page.items().getFirst();
    assertThat(first.json()).asString(UTF_8).isEqualTo(TOOL);
    assertThat(first.keySpan().text(first.json())).isEqualTo("\"\\u0061b\"");
    assertThat(new Splice(first.json()).replace(first.keySpan(), "\"crm/ab\"").apply())
        .asString(UTF_8)
        .isEqualTo(TOOL.replace("\\u0061b", "crm/ab"));
  }

  @ParameterizedTest
  @CsvSource({"tools, name", "prompts, name", "resources, uri", "resourceTemplates, uriTemplate"})
  void knowsTheKeyOfEachList(String field, String key) throws Malformed {
    var page = read("{\"" + field + "\":[{\"" + key + "\":\"k\"}]}", field);
    assertThat(page.items()).extracting(ListPage.Item::key).containsExactly("k");
  }

  @Test
  void tellsHowToGoOnAndHowLongItHolds() throws Malformed {
    var page =
        read("{\"tools\":[],\"nextCursor\":\"\",\"ttlMs\":5,\"cacheScope\":\"public\"}", "tools");
    assertThat(page.nextCursor()).isEmpty();
    assertThat(page.ttlMs()).hasValue(5);
    assertThat(page.cacheScope()).isEqualTo("public");
    var silent = read("{\"tools\":[],\"nextCursor\":null,\"ttlMs\":-1}", "tools");
    assertThat(silent.nextCursor()).isNull();
    assertThat(silent.ttlMs()).isEmpty();
    assertThat(silent.cacheScope()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"tools\":{}}",
        "{\"tools\":null}",
        "{\"tools\":[1]}",
        "{\"tools\":[{}]}",
        "{\"tools\":[{\"name\":7}]}",
        "[]",
        "{\"tools\":[{\"name\":\"a\",\"name\":\"b\"}]}"
      })
  void isRefusedWhenItIsNoListOfNamedItems(String result) {
    assertThatThrownBy(() -> read(result, "tools")).isInstanceOf(Malformed.class);
  }

  @Test
  void isRefusedWhenTheServerAnsweredWithAnError() {
    assertThatThrownBy(
            () -> ListPage.read(JsonRpc.error("1", -32601, "no"), "tools", Bounds.DEFAULT))
        .isInstanceOf(Malformed.class);
  }

  @Test
  void isRefusedWithMoreItemsThanItsBound() {
    var items = "{\"name\":\"a\"},".repeat(ListPage.MAX_ITEMS) + "{\"name\":\"a\"}";
    assertThatThrownBy(() -> read("{\"tools\":[" + items + "]}", "tools"))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining("10000");
  }

  private static ListPage read(String result, String field) throws Malformed {
    return ListPage.read(JsonRpc.result("1", result), field, Bounds.DEFAULT);
  }
}
