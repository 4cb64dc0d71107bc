package dev.gatehouse.testkit;

import static dev.gatehouse.core.artifacts.ArtifactKind.SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.artifacts.ArtifactQuery;
import dev.gatehouse.core.artifacts.ArtifactQuery.Which;
import dev.gatehouse.core.artifacts.ArtifactStore;
import dev.gatehouse.core.artifacts.ArtifactVersion;
import dev.gatehouse.core.artifacts.ReviewState;
import dev.gatehouse.core.artifacts.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What every store of artifacts does. */
public interface ArtifactStoreContract {
  /** The moment of the first change; each next one is a second later. */
  Instant FIRST = Instant.parse("2026-11-25T08:00:00.123456Z");

  /** An empty store, the same one in the whole test. */
  ArtifactStore artifacts();

  /** An approved, active version. */
  static ArtifactVersion version(String name, String version, int second) {
    return new ArtifactVersion(
        SERVER,
        name,
        version,
        "{\"name\":\"" + name + "\"}",
        name + "\n\nrecords of customers",
        ArtifactVersion.OWN,
        ReviewState.APPROVED,
        Status.ACTIVE,
        Optional.empty(),
        FIRST.plusSeconds(second),
        FIRST.plusSeconds(second),
        FIRST.plusSeconds(second),
        true);
  }

  private void keep(ArtifactVersion... versions) {
    for (var version : versions) {
      var _ =
          artifacts()
              .change(
                  SERVER,
                  Map.of(
                      version.name(), kept -> new ArtifactStore.Change<>(true, List.of(version))));
    }
  }

  private List<String> listed(ArtifactQuery query) {
    return artifacts().list(SERVER, query).stream()
        .map(version -> version.name() + "@" + version.version())
        .toList();
  }

  private static ArtifactQuery all() {
    return new ArtifactQuery(
        "", "", 100, "", Optional.empty(), new Which.All(), true, EnumSet.allOf(ReviewState.class));
  }

  @Test
  default void keepsEveryFieldOfAVersion() {
    var whole =
        new ArtifactVersion(
            SERVER,
            "com.Example/crm",
            "1.0.0-\"'; drop table artifact_versions; --",
            "{\"name\":\"é😀\"}",
            "é😀",
            "official",
            ReviewState.QUARANTINED,
            Status.DEPRECATED,
            Optional.of("use 2"),
            FIRST,
            FIRST.plusSeconds(1),
            FIRST.plusSeconds(2),
            false);
    keep(whole);

    assertThat(artifacts().version(SERVER, whole.name(), whole.version())).contains(whole);
    assertThat(artifacts().versions(SERVER, whole.name())).containsExactly(whole);
    assertThat(artifacts().versions(SERVER, "com.example/crm")).isEmpty();
    assertThat(artifacts().count(SERVER)).isEqualTo(1);
    assertThat(artifacts().newestChange()).contains(whole.updatedAt());
  }

  @Test
  default void isEmptyAtFirst() {
    assertThat(artifacts().newestChange()).isEmpty();
    assertThat(artifacts().list(SERVER, all())).isEmpty();
    assertThat(artifacts().version(SERVER, "a.b/cd", "1")).isEmpty();
  }

  @Test
  default void showsAChangeWhatIsKeptAndReplacesWhatItWrites() {
    keep(version("a.b/cd", "1", 0), version("a.b/cd", "2", 1));
    var next = version("a.b/cd", "1", 2).with(Status.DELETED, Optional.empty(), FIRST);

    var outcomes =
        artifacts()
            .change(
                SERVER,
                Map.of("a.b/cd", kept -> new ArtifactStore.Change<>(kept.size(), List.of(next))));

    assertThat(outcomes).containsExactly(Map.entry("a.b/cd", 2));
    assertThat(artifacts().versions(SERVER, "a.b/cd"))
        .containsExactly(next, version("a.b/cd", "2", 1));
  }

  @Test
  default void changesAllOrNone() {
    var changes =
        new LinkedHashMap<String, Function<List<ArtifactVersion>, ArtifactStore.Change<Boolean>>>();
    changes.put(
        "a.b/cd", _ -> new ArtifactStore.Change<>(true, List.of(version("a.b/cd", "1", 0))));
    changes.put(
        "a.b/ef",
        _ -> {
          throw new IllegalStateException("no");
        });

    assertThatThrownBy(() -> artifacts().change(SERVER, changes)).isNotNull();
    assertThat(artifacts().count(SERVER)).isZero();
  }

  @Test
  default void listsInTheOrderOfNamesAndVersionsAsTexts() {
    keep(
        version("b.b/cd", "1.9.0", 0),
        version("b.b/cd", "1.10.0", 1),
        version("B.b/cd", "1", 2),
        version("a.b/cd", "1", 3));

    assertThat(listed(all()))
        .containsExactly("B.b/cd@1", "a.b/cd@1", "b.b/cd@1.10.0", "b.b/cd@1.9.0");
  }

  @Test
  default void listsInPages() {
    keep(version("a.b/cd", "1", 0), version("a.b/cd", "2", 1), version("a.b/ef", "1", 2));
    var seen = new ArrayList<String>();
    var query = all();
    for (var turn = 0; turn < 4; turn++) {
      var page =
          artifacts()
              .list(
                  SERVER,
                  new ArtifactQuery(
                      query.afterName(),
                      query.afterVersion(),
                      1,
                      "",
                      Optional.empty(),
                      new Which.All(),
                      true,
                      query.reviews()));
      for (var version : page) {
        seen.add(version.name() + "@" + version.version());
        query =
            new ArtifactQuery(
                version.name(),
                version.version(),
                1,
                "",
                Optional.empty(),
                new Which.All(),
                true,
                query.reviews());
      }
    }

    assertThat(seen).containsExactly("a.b/cd@1", "a.b/cd@2", "a.b/ef@1");
  }

  @Test
  default void listsWhatIsAskedForOnly() {
    var deleted = version("a.b/cd", "1", 0).with(Status.DELETED, Optional.of("gone"), FIRST);
    var candidate = version("a.b/ef", "1", 1).with(ReviewState.CANDIDATE, FIRST.plusSeconds(1));
    keep(deleted, candidate, version("a.b/100%_crm", "2", 2));

    assertThat(listed(asking("", Optional.empty(), new Which.All(), false)))
        .containsExactly("a.b/100%_crm@2");
    assertThat(listed(asking("", Optional.empty(), new Which.All(), true)))
        .containsExactly("a.b/100%_crm@2", "a.b/cd@1");
    assertThat(listed(asking("%_c", Optional.empty(), new Which.All(), true)))
        .containsExactly("a.b/100%_crm@2");
    assertThat(listed(asking("", Optional.of(FIRST), new Which.All(), true)))
        .containsExactly("a.b/100%_crm@2");
    assertThat(listed(asking("", Optional.empty(), new Which.Exactly("1"), true)))
        .containsExactly("a.b/cd@1");
    assertThat(
            artifacts()
                .list(
                    SERVER,
                    new ArtifactQuery(
                        "",
                        "",
                        10,
                        "",
                        Optional.empty(),
                        new Which.Latest(),
                        true,
                        Set.of(ReviewState.CANDIDATE))))
        .containsExactly(candidate);
  }

  private static ArtifactQuery asking(
      String text, Optional<Instant> updatedAfter, Which which, boolean includeDeleted) {
    return new ArtifactQuery(
        "", "", 10, text, updatedAfter, which, includeDeleted, Set.of(ReviewState.APPROVED));
  }
}
