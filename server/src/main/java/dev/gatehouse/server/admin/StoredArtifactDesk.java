package dev.gatehouse.server.admin;

import static dev.gatehouse.core.artifacts.ArtifactKind.SERVER;

import dev.gatehouse.core.artifacts.ArtifactQuery;
import dev.gatehouse.core.artifacts.Artifacts;
import dev.gatehouse.core.artifacts.Listing;
import dev.gatehouse.core.artifacts.NotReadable;
import dev.gatehouse.core.artifacts.ReviewState;
import dev.gatehouse.server.http.Declined;
import dev.gatehouse.server.http.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The desk over what is kept. */
public final class StoredArtifactDesk implements ArtifactDesk {
  private static final int MOST_TOLD = 100;

  private final Artifacts artifacts;

  public StoredArtifactDesk(Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  @Override
  public List<VersionView> list(
      Optional<String> review, Optional<String> text, Optional<String> after, int limit) {
    var states = review.map(state -> Set.of(state(state))).orElse(EnumSet.allOf(ReviewState.class));
    var at = after.orElse("");
    var cut = at.lastIndexOf('@');
    var query =
        new ArtifactQuery(
            cut < 0 ? at : at.substring(0, cut),
            cut < 0 ? "" : at.substring(cut + 1),
            limit,
            text.orElse("").toLowerCase(Locale.ROOT),
            Optional.empty(),
            new ArtifactQuery.Which.All(),
            true,
            states);
    return artifacts.kept().list(SERVER, query).stream().map(VersionView::of).toList();
  }

  @Override
  public List<VersionView> versions(String name) {
    return artifacts.kept().versions(SERVER, name).stream().map(VersionView::of).toList();
  }

  @Override
  public VersionView review(String name, String version, String next) {
    return switch (artifacts.review(name, version, state(next))) {
      case Artifacts.Outcome.Done(var now) -> VersionView.of(now);
      case Artifacts.Outcome.Absent() ->
          throw new Declined(Problem.notFound("there is no " + name + " " + version));
      case Artifacts.Outcome.Conflict(var why) ->
          throw new Declined(Problem.conflict(why, "send one of the states that may follow"));
      case Artifacts.Outcome.Wrong(var issues) ->
          throw new IllegalStateException("a review changes no document: " + issues);
    };
  }

  @Override
  public Imported take(ImportOrder order) {
    var listings = new ArrayList<Listing>();
    var unreadable = new ArrayList<String>();
    var number = 0;
    for (var line : order.lines()) {
      number++;
      try {
        listings.add(Listing.read(line.getBytes(StandardCharsets.UTF_8)));
      } catch (NotReadable e) {
        if (unreadable.size() < MOST_TOLD) {
          unreadable.add("record " + number + ": " + e.getMessage());
        }
      }
    }
    return new Imported(artifacts.take(order.source(), listings), unreadable);
  }

  private static ReviewState state(String text) {
    return ReviewState.of(text)
        .orElseThrow(() ->
            new Declined(
                Problem.unprocessable(
                    "there is no state of review called " + text,
                    "known are "
                        + Arrays.stream(ReviewState.values())
                            .map(ReviewState::text)
                            .collect(Collectors.joining(", ")))));
  }
}
