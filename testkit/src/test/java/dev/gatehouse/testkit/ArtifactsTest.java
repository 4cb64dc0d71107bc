package dev.gatehouse.testkit;

import static dev.gatehouse.core.artifacts.ArtifactKind.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.artifacts.ArtifactVersion;
import dev.gatehouse.core.artifacts.Artifacts;
import dev.gatehouse.core.artifacts.Artifacts.Outcome;
import dev.gatehouse.core.artifacts.ImportCounts;
import dev.gatehouse.core.artifacts.Listing;
import dev.gatehouse.core.artifacts.NotReadable;
import dev.gatehouse.core.artifacts.PublishRules;
import dev.gatehouse.core.artifacts.ReviewState;
import dev.gatehouse.core.artifacts.ServerDocument;
import dev.gatehouse.core.artifacts.Status;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of versions in a registry. */
class ArtifactsTest {
  private static final String CRM = "com.example/crm";

  private Instant now = Instant.parse("2026-11-25T08:00:00Z");
  private final InMemoryArtifactStore store = new InMemoryArtifactStore();
  private final Artifacts artifacts = new Artifacts(store, () -> now);

  private static ServerDocument document(String version) throws NotReadable {
    return document(version, "Customers");
  }

  private static ServerDocument document(String version, String description) throws NotReadable {
    return ServerDocument.read(
        """
        {"$schema":"https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
         "name":"com.example/crm","description":"%s","version":"%s",
         "remotes":[{"type":"streamable-http","url":"https://crm.example.com/mcp"}]}
        """
            .formatted(description, version)
            .getBytes(StandardCharsets.UTF_8));
  }

  private Outcome publish(String version) throws NotReadable {
    return artifacts.publish(document(version), PublishRules.PUBLIC);
  }

  private void approve(String version) {
    artifacts.review(CRM, version, ReviewState.IN_REVIEW);
    artifacts.review(CRM, version, ReviewState.APPROVED);
  }

  private String latest() {
    return store.versions(SERVER, CRM).stream()
        .filter(ArtifactVersion::isLatest)
        .map(ArtifactVersion::version)
        .reduce((one, other) -> one + " and " + other)
        .orElse("none");
  }

  private static Listing listing(String name, String version, String status) throws NotReadable {
    return Listing.read(
        """
        {"server":{"name":"%s","description":"d","version":"%s"},
         "_meta":{"io.modelcontextprotocol.registry/official":{"status":"%s",
           "publishedAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-02T00:00:00Z"}}}
        """
            .formatted(name, version, status)
            .getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void areSubmittedWhenTheyArePublished() throws NotReadable {
    assertThat(publish("1.0.0"))
        .isInstanceOfSatisfying(
            Outcome.Done.class,
            done -> {
              assertThat(done.now().review()).isEqualTo(ReviewState.SUBMITTED);
              assertThat(done.now().isLatest()).isTrue();
            });
    assertThat(publish("1.0.0")).isInstanceOf(Outcome.Conflict.class);
    assertThat(store.count(SERVER)).isEqualTo(1);
  }

  @Test
  void areNotPublishedWithErrors() throws NotReadable {
    assertThat(publish("^1")).isInstanceOf(Outcome.Wrong.class);
    assertThat(store.count(SERVER)).isZero();
  }

  @Test
  void areTheLatestWhenTheyAreTheHighestThatIsApproved() throws NotReadable {
    publish("1.9.0");
    publish("1.10.0");
    assertThat(latest()).isEqualTo("1.10.0");

    approve("1.9.0");
    assertThat(latest()).isEqualTo("1.9.0");
    approve("1.10.0");
    assertThat(latest()).isEqualTo("1.10.0");
    artifacts.say(CRM, "1.10.0", Status.DEPRECATED, Optional.of("use 2"));
    assertThat(latest()).isEqualTo("1.10.0");
    artifacts.say(CRM, "1.10.0", Status.DELETED, Optional.empty());
    assertThat(latest()).isEqualTo("1.9.0");
    artifacts.say(CRM, "1.9.0", Status.DELETED, Optional.empty());
    assertThat(latest()).isEqualTo("1.10.0");
  }

  @Test
  void changeTheirStatusOnlyToAnother() throws NotReadable {
    publish("1.0.0");

    assertThat(artifacts.say(CRM, "1.0.0", Status.ACTIVE, Optional.empty()))
        .isInstanceOf(Outcome.Conflict.class);
    assertThat(artifacts.say(CRM, "2.0.0", Status.DELETED, Optional.empty()))
        .isInstanceOf(Outcome.Absent.class);
  }

  @Test
  void changeTheirStatusTogether() throws NotReadable {
    publish("1.0.0");
    publish("2.0.0");
    artifacts.say(CRM, "1.0.0", Status.DEPRECATED, Optional.of("old"));

    assertThat(artifacts.sayOfAll(CRM, Status.DEPRECATED, Optional.of("old")))
        .extracting(ArtifactVersion::version)
        .containsExactly("2.0.0");
  }

  @Test
  void areReviewedAgainWhenTheirDocumentIsReplaced() throws NotReadable {
    publish("1.0.0");
    approve("1.0.0");
    artifacts.edit(CRM, "1.0.0", document("1.0.0", "Clients"), PublishRules.PUBLIC);

    assertThat(store.version(SERVER, CRM, "1.0.0").orElseThrow())
        .returns(ReviewState.SUBMITTED, ArtifactVersion::review)
        .satisfies(version -> assertThat(version.document()).contains("Clients"));
    assertThat(artifacts.edit(CRM, "1.0.0", document("1.1.0"), PublishRules.PUBLIC))
        .isInstanceOf(Outcome.Conflict.class);
  }

  /** No way of saying yes without looking: every path to approved goes through a review. */
  @Test
  void areApprovedOutOfAReviewOnly() {
    for (var state : ReviewState.values()) {
      assertThat(state.next().contains(ReviewState.APPROVED))
          .as(state.text())
          .isEqualTo(state == ReviewState.IN_REVIEW);
    }
  }

  @Test
  void enterAsCandidatesWhenTheyComeFromElsewhere() throws NotReadable {
    var listings = List.of(listing("a.b/cd", "1", "active"), listing("a.b/cd", "2", "deleted"));

    assertThat(artifacts.take("official", listings)).isEqualTo(new ImportCounts(2, 0, 0, 0, 0));
    assertThat(store.versions(SERVER, "a.b/cd"))
        .allMatch(version -> version.review() == ReviewState.CANDIDATE)
        .allMatch(version -> version.source().equals("official"));
    var before = store.newestChange();
    assertThat(artifacts.take("official", listings)).isEqualTo(new ImportCounts(0, 0, 2, 0, 0));
    assertThat(store.newestChange()).isEqualTo(before);
  }

  @Test
  void takeOverWhatTheirPublisherSaysOfThem() throws NotReadable {
    artifacts.take("official", List.of(listing("a.b/cd", "1", "active")));
    artifacts.review("a.b/cd", "1", ReviewState.SUBMITTED);
    artifacts.take("official", List.of(listing("a.b/cd", "1", "deprecated")));

    assertThat(store.version(SERVER, "a.b/cd", "1").orElseThrow())
        .returns(Status.DEPRECATED, ArtifactVersion::status)
        .returns(ReviewState.SUBMITTED, ArtifactVersion::review);
  }

  @Test
  void areReviewedAgainWhenTheOtherRegistryHasAnotherDocument() throws NotReadable {
    artifacts.take("official", List.of(listing("a.b/cd", "1", "active")));
    artifacts.review("a.b/cd", "1", ReviewState.SUBMITTED);
    var other =
        Listing.read(
            "{\"name\":\"a.b/cd\",\"description\":\"other\",\"version\":\"1\"}"
                .getBytes(StandardCharsets.UTF_8));

    assertThat(artifacts.take("official", List.of(other)).changed()).isEqualTo(1);
    assertThat(store.version(SERVER, "a.b/cd", "1").orElseThrow().review())
        .isEqualTo(ReviewState.CANDIDATE);
  }

  @Test
  void keepTheirNameToTheirSource() throws NotReadable {
    publish("1.0.0");

    assertThat(artifacts.take("official", List.of(listing(CRM, "9", "active"))))
        .isEqualTo(new ImportCounts(0, 0, 0, 0, 1));
    artifacts.take("official", List.of(listing("a.b/cd", "1", "active")));
    assertThat(artifacts.take("other", List.of(listing("a.b/cd", "2", "active"))).kept())
        .isEqualTo(1);
    assertThat(store.versions(SERVER, "a.b/cd")).hasSize(1);
  }

  @Test
  void changeAtLaterAndLaterMomentsEvenWhenTheClockGoesBack() throws NotReadable {
    var moments = new ArrayList<Instant>();
    for (var version : List.of("1.0.0", "1.1.0", "1.2.0")) {
      publish(version);
      moments.add(store.newestChange().orElseThrow());
      now = now.minusSeconds(60);
    }

    assertThat(moments).isSorted().doesNotHaveDuplicates();
    now = now.minusSeconds(60);
    new Artifacts(store, () -> now).say(CRM, "1.0.0", Status.DELETED, Optional.empty());
    assertThat(store.newestChange().orElseThrow()).isAfter(moments.getLast());
  }
}
