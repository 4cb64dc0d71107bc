package dev.gatehouse.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How an administrator takes over, looks at and reviews versions. */
class ArtifactsThroughTheApiTest {
  private static final String RECORDS =
      """
      {"server":{"name":"a.b/cd","description":"Customers","version":"1.0.0"}}

      {"server":{"name":"a.b/ef","description":"Files","version":"1.0.0"}}
      not a record
      """;

  private final FakeGatehouse gatehouse = new FakeGatehouse();

  private int review(String state) {
    return gatehouse
        .ask(
            "POST",
            "/admin/v1/artifacts/a.b%2Fcd/versions/1.0.0/review",
            "{\"state\":\"" + state + "\"}")
        .status();
  }

  @Test
  void areTakenOverAsCandidatesAndNothingElseIsLost() {
    var taken =
        FakeGatehouse.json(gatehouse.ask("POST", "/admin/v1/imports?source=official", RECORDS));

    assertThat(taken.at("/counts/added").asInt()).isEqualTo(2);
    assertThat(taken.get("unreadable").toString()).contains("record 3");
    assertThat(
            FakeGatehouse.json(gatehouse.ask("GET", "/admin/v1/artifacts?review=candidate"))
                .get("items"))
        .hasSize(2);
    assertThat(
            FakeGatehouse.json(gatehouse.ask("GET", "/admin/v1/artifacts?search=custom"))
                .toString())
        .contains("a.b/cd")
        .doesNotContain("a.b/ef");
    assertThat(
            FakeGatehouse.json(gatehouse.ask("GET", "/admin/v1/artifacts?after=a.b/cd@1.0.0"))
                .get("items"))
        .hasSize(1);
    assertThat(gatehouse.record).contains("begin artifact.import 3 records of official");
  }

  @Test
  void areApprovedStepByStep() {
    gatehouse.ask("POST", "/admin/v1/imports?source=official", RECORDS);

    assertThat(review("approved")).isEqualTo(409);
    assertThat(review("submitted")).isEqualTo(200);
    assertThat(review("in_review")).isEqualTo(200);
    assertThat(review("approved")).isEqualTo(200);
    assertThat(review("perfect")).isEqualTo(422);
    assertThat(FakeGatehouse.json(gatehouse.ask("GET", "/admin/v1/artifacts/a.b%2Fcd")).toString())
        .contains("\"review\":\"approved\"");
    assertThat(gatehouse.ask("GET", "/admin/v1/artifacts/a.b%2Fnone").status()).isEqualTo(404);
  }

  @Test
  void areTakenOverFromASourceWithAName() {
    assertThat(gatehouse.ask("POST", "/admin/v1/imports", RECORDS).status()).isEqualTo(422);
    assertThat(gatehouse.ask("POST", "/admin/v1/imports?source=own", RECORDS).status())
        .isEqualTo(422);
  }
}
