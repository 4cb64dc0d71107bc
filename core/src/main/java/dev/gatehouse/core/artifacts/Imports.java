package dev.gatehouse.core.artifacts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the versions of one name change when another registry lists them. */
final class Imports {
  private final String source;
  private final Moments moments;

  /**
   * @param source where the listings come from
   */
  Imports(String source, Moments moments) {
    this.source = source;
    this.moments = moments;
  }

  /**
   * New versions enter as candidates. Of known ones only what their publisher says of them changes:
   * a document that is different under the same version is not what anybody reviewed, so it goes
   * back to the candidates.
   */
  ArtifactStore.Change<ImportCounts> change(List<ArtifactVersion> kept, List<Listing> listings) {
    if (kept.stream().anyMatch(version -> !version.source().equals(source))) {
      return new ArtifactStore.Change<>(
          new ImportCounts(0, 0, 0, odd(listings), listings.size()), List.of());
    }
    var changed = new ArrayList<ArtifactVersion>();
    var added = 0;
    var at = moments.next();
    for (var listing : listings) {
      var known =
          kept.stream()
              .filter(one -> one.version().equals(listing.document().version()))
              .findFirst();
      var next = known.map(one -> updated(one, listing, at)).orElseGet(() -> fresh(listing, at));
      if (known.isEmpty()) {
        added++;
      }
      if (!known.equals(Optional.of(next))) {
        changed.removeIf(one -> one.version().equals(next.version()));
        changed.add(next);
      }
    }
    var counts =
        new ImportCounts(
            added, changed.size() - added, listings.size() - changed.size(), odd(listings), 0);
    return new ArtifactStore.Change<>(
        counts, changed.isEmpty() ? List.of() : Latest.written(kept, changed, at));
  }

  private static int odd(List<Listing> listings) {
    return (int) listings.stream().filter(listing -> !listing.issues().isEmpty()).count();
  }

  private ArtifactVersion fresh(Listing listing, Instant at) {
    var said = listing.official();
    var published = said.flatMap(Listing.Official::publishedAt).orElse(at);
    return new ArtifactVersion(
        ArtifactKind.SERVER,
        listing.document().name(),
        listing.document().version(),
        listing.document().toText(),
        listing.document().searched(),
        source,
        ReviewState.CANDIDATE,
        status(listing),
        message(listing),
        said.flatMap(Listing.Official::updatedAt).orElse(published),
        published,
        at,
        false);
  }

  private static ArtifactVersion updated(ArtifactVersion known, Listing listing, Instant at) {
    var status = status(listing);
    var message = message(listing);
    var next =
        known.status() == status && known.statusMessage().equals(message)
            ? known
            : known.with(status, message, at);
    return listing.document().toText().equals(known.document())
        ? next
        : next.with(listing.document(), ReviewState.CANDIDATE, at);
  }

  private static Status status(Listing listing) {
    return listing.official().map(Listing.Official::status).orElse(Status.ACTIVE);
  }

  private static Optional<String> message(Listing listing) {
    return status(listing) == Status.ACTIVE
        ? Optional.empty()
        : listing
            .official()
            .flatMap(Listing.Official::statusMessage)
            .map(ArtifactVersion::shortened);
  }
}
