package dev.gatehouse.core.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Text that is made to be slow. Work is counted, never timed. */
class HostileTextTest {
  private static final int SMALL = 1 << 18;
  private static final int MOST_STEPS_A_BYTE = 200;

  @Test
  void twiceTheNearMatchesAreTwiceTheWork() {
    var grows = new ArrayList<String>();
    for (var unit : nearMatches()) {
      var once = steps(unit, SMALL);
      var twice = steps(unit, 2 * SMALL);
      if (twice > once * 2.2 || once > (long) SMALL * MOST_STEPS_A_BYTE) {
        grows.add(unit + ": " + once / SMALL + " and " + twice / (2 * SMALL) + " steps a byte");
      }
    }
    assertThat(grows).isEmpty();
  }

  private static List<String> nearMatches() {
    var units = new ArrayList<String>();
    for (var format : Formats.ALL) {
      for (var literal : format.literals()) {
        units.add(literal);
        units.add(literal + "Zq3");
        units.add(literal + "=\"'");
        units.add(" " + literal + "a.");
      }
    }
    units.addAll(
        List.of(
            "a",
            "-----BEGIN PRIVATE KEY-----",
            "-----BEGIN PRIVATE KEY-----\n-----END ",
            "eyJhbGciOiJIUzI1NiJ9.",
            "eyJhbGciOiJIUzI1NiJ9.eyJ",
            "://a:b",
            "://a@",
            "://:",
            "Z2hwXw",
            "hwX1n",
            "LS0tLS1CRUdJTi",
            "6768705f",
            "\\u0067hp_",
            "%67hp_",
            "\\u00",
            "%2",
            "AccountKey=",
            "?sig=" + "aB3xYz".repeat(8) + "&",
            "machine a login ",
            ";pwd=aZ38",
            ";Password=aZ381&host=",
            "Bearer a1",
            "SG.a.",
            "12345678:AA",
            "basic YTpi"));
    return units;
  }

  private static long steps(String unit, int length) {
    var text = unit.repeat(length / unit.length() + 1).substring(0, length);
    var search = new Search(SecretScanner.all(), text.getBytes(StandardCharsets.UTF_8), 0, length);
    search.leaks();
    return search.steps();
  }
}
