package dev.gatehouse.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NameTableTest {
  @Test
  void joinsServerAndToolWhereThatFits() {
    var table = NameTable.of(List.of(tool("crm", "get_ticket")));

    assertThat(table.name(tool("crm", "get_ticket"))).isEqualTo("crm__get_ticket");
    assertThat(table.target("crm__get_ticket")).contains(tool("crm", "get_ticket"));
    assertThat(table.target("crm__other")).isEmpty();
  }

  @Test
  void looksNamesUpAndNeverTakesThemApart() {
    var one = tool("a", "b__c");
    var table = NameTable.of(List.of(one, tool("a", "b")));

    assertThat(table.target("a__b__c")).contains(one);
  }

  @Test
  void marksNamesThatMustChangeToFit() {
    var dotted = tool("crm", "tickets.get");
    var underscored = tool("crm", "tickets_get");
    var tooLong = tool("crm", "x".repeat(63));
    var table = NameTable.of(List.of(dotted, underscored, tooLong));

    assertThat(table.name(underscored)).isEqualTo("crm__tickets_get");
    assertThat(table.name(dotted)).matches("crm__tickets_get_[0-9a-f]{8}");
    assertThat(table.name(tooLong)).hasSize(64).startsWith("crm__xxx");
  }

  @Test
  void keepsANameWhenOthersComeAndGo() {
    var kept = tool("crm", "tickets.get");
    var alone = NameTable.of(List.of(kept)).name(kept);

    assertThat(NameTable.of(List.of(tool("aaa", "z"), kept, tool("crm", "a.b"))).name(kept))
        .isEqualTo(alone);
  }

  @Test
  void givesEveryTargetAnAllowedNameOfItsOwnInAnyOrder() {
    var random = new Random(42);
    for (var round = 0; round < 200; round++) {
      var targets =
          new ArrayList<>(Stream.generate(() -> any(random)).limit(60).distinct().toList());
      var table = NameTable.of(targets);
      Collections.shuffle(targets, random);
      var again = NameTable.of(targets);

      assertThat(targets.stream().map(table::name)).doesNotHaveDuplicates();
      assertThat(targets)
          .allSatisfy(target -> {
            assertThat(table.name(target)).matches("[A-Za-z0-9_-]{1,64}");
            assertThat(table.target(table.name(target))).contains(target);
            assertThat(again.name(target)).isEqualTo(table.name(target));
          });
    }
  }

  private static Target any(Random random) {
    var letters = "ab._é-";
    var name = new StringBuilder();
    var length = random.nextInt(4) == 0 ? 55 + random.nextInt(20) : 1 + random.nextInt(3);
    for (var i = 0; i < length; i++) {
      name.append(letters.charAt(random.nextInt(letters.length())));
    }
    return tool(random.nextBoolean() ? "a" : "b-c", name.toString());
  }

  private static Target tool(String server, String name) {
    return new Target(new ServerName(server), Primitive.TOOL, name);
  }
}
