package dev.gatehouse.core.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths without names of users. */
class HomesTest {
  private final Homes homes = new Homes(List.of("/home/ana", "C:\\Users\\ana\\"));

  @ParameterizedTest
  @CsvSource({
    "/home/ana,~",
    "/home/ana/src/crm,~/src/crm",
    "/home/anabel/src,/home/…/src",
    "/home/bob/src,/home/…/src",
    "/Users/bob/src,/Users/…/src",
    "C:\\Users\\ana\\src,~/src",
    "C:\\Users\\bob\\src,C:/Users/…/src",
    "node /home/ana/x.js,node ~/x.js",
    "node /home/bob/x.js,node /home/…/x.js",
    "/srv/home/crm,/srv/home/crm",
    "/opt/crm,/opt/crm"
  })
  void areShown(String path, String shown) {
    assertThat(homes.shortened(path)).isEqualTo(shown);
  }
}
