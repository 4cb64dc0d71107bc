package dev.gatehouse.core.artifacts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Versions of artifacts. Thread-safe; blocks on I/O, so it is never used on an event loop. What a
 * call has changed is durable when it returns. Every method throws an unchecked exception that
 * names the cause when the store cannot be used.
 */
public interface ArtifactStore {
  /**
   * What is to be kept of one artifact from now on.
   *
   * @param outcome for whoever asked
   * @param written versions that are new or different; all others stay as they are
   */
  record Change<T>(T outcome, List<ArtifactVersion> written) {
    public Change {
      written = List.copyOf(written);
    }
  }

  /**
   * Changes several artifacts of one kind, all or none. Each function gets the versions that are
   * kept of its name, in no particular order, and may be called more than once; no other change of
   * them comes between.
   *
   * @param changes by name, in the order in which they are made
   * @return the outcomes, by name
   */
  <T> Map<String, T> change(
      ArtifactKind kind, Map<String, Function<List<ArtifactVersion>, Change<T>>> changes);

  /** All versions of one artifact, the newest publication first. */
  List<ArtifactVersion> versions(ArtifactKind kind, String name);

  /** One version. */
  Optional<ArtifactVersion> version(ArtifactKind kind, String name, String version);

  /**
   * The versions that a list asks for, in the order of (name, version) as texts, by code points.
   */
  List<ArtifactVersion> list(ArtifactKind kind, ArtifactQuery query);

  /** How many versions are kept. */
  long count(ArtifactKind kind);

  /** When anything was changed last, empty when nothing is kept. */
  Optional<Instant> newestChange();
}
