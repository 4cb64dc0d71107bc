package dev.gatehouse.server.catalogue;

import dev.gatehouse.core.artifacts.ArtifactKind;
import dev.gatehouse.core.artifacts.ArtifactStore;
import dev.gatehouse.core.artifacts.ArtifactVersion;
import dev.gatehouse.core.artifacts.Artifacts;
import dev.gatehouse.core.artifacts.Artifacts.Outcome;
import dev.gatehouse.core.artifacts.Issue;
import dev.gatehouse.core.artifacts.NotReadable;
import dev.gatehouse.core.artifacts.PublishRules;
import dev.gatehouse.core.artifacts.ServerDocument;
import dev.gatehouse.core.artifacts.Status;
import dev.gatehouse.server.admin.ChangeLog;
import dev.gatehouse.server.catalogue.RegistryApi.Asked;
import dev.gatehouse.server.http.Answers;
import dev.gatehouse.server.http.Declined;
import dev.gatehouse.server.http.Door;
import dev.gatehouse.server.http.Problem;
import dev.gatehouse.transport.ControlPlane.Answer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What publishers do in the registry. A change is checked, then recorded, then made; what cannot be
 * recorded is not made. Thread-safe; blocks.
 */
public final class Publishing {
  private final Artifacts artifacts;
  private final Door door;
  private final ChangeLog changes;
  private final RegistrySettings settings;

  public Publishing(Artifacts artifacts, Door door, ChangeLog changes, RegistrySettings settings) {
    this.artifacts = artifacts;
    this.door = door;
    this.changes = changes;
    this.settings = settings;
  }

  ArtifactStore kept() {
    return artifacts.kept();
  }

  /** Says what stands in the way of publishing a document; anybody may ask. */
  Answer validate(Asked asked) {
    List<Issue> issues;
    try {
      issues = ServerDocument.issues(asked.request().body(), PublishRules.PRIVATE);
    } catch (NotReadable e) {
      issues =
          List.of(
              new Issue(
                  Issue.Type.JSON,
                  "",
                  String.valueOf(e.getMessage()),
                  Issue.Severity.ERROR,
                  "json"));
    }
    return Answers.json(200, Shown.validity(issues));
  }

  /** Takes a new version, which is seen when somebody has approved it. */
  Answer publish(Asked asked) {
    var publisher = publisher(asked);
    var document = document(asked);
    publisher.mayPublish(document.name());
    return changed(
        publisher,
        "artifact.publish",
        document.name() + " " + document.version(),
        () -> artifacts.publish(document, PublishRules.PRIVATE));
  }

  /** Replaces the document of a version. */
  Answer edit(Asked asked) {
    var publisher = publisher(asked);
    publisher.mayPublish(asked.name());
    var document = document(asked);
    return changed(
        publisher,
        "artifact.edit",
        asked.name() + " " + asked.version(),
        () -> artifacts.edit(asked.name(), asked.version(), document, PublishRules.PRIVATE));
  }

  /** Says of one version that it is active, deprecated or deleted. */
  Answer say(Asked asked) {
    var publisher = publisher(asked);
    publisher.mayPublish(asked.name());
    var wanted = StatusWish.read(asked.request().body());
    return changed(
        publisher,
        "artifact.status",
        asked.name() + " " + asked.version() + " " + wanted.status().text(),
        () -> artifacts.say(asked.name(), asked.version(), wanted.status(), wanted.message()));
  }

  /** Says the same of all versions. */
  Answer sayOfAll(Asked asked) {
    var publisher = publisher(asked);
    publisher.mayPublish(asked.name());
    var wanted = StatusWish.read(asked.request().body());
    var now =
        recorded(
            publisher,
            "artifact.status",
            asked.name() + " " + wanted.status().text(),
            () -> {
              var all = artifacts.sayOfAll(asked.name(), wanted.status(), wanted.message());
              if (all.isEmpty()) {
                throw kept().versions(ArtifactKind.SERVER, asked.name()).isEmpty()
                    ? RegistryApi.absent()
                    : unchanged(wanted.status());
              }
              return all;
            });
    return Answers.json(200, new Shown.Updated(now.size(), now.stream().map(Shown::item).toList()));
  }

  private static Declined unchanged(Status status) {
    return new Declined(
        Problem.badRequest(
            "all versions are " + status.text() + " already", "ask for another status"));
  }

  /** Versions are never removed: what was published stays known, marked as deleted. */
  Answer delete(Asked asked) {
    publisher(asked).mayPublish(asked.name());
    return Answers.problem(
        new Problem(
            "Not implemented",
            501,
            "versions are not removed, so that what was used stays known",
            Optional.of("PATCH its status with {\"status\":\"deleted\"}")));
  }

  private Publisher publisher(Asked asked) {
    return Publisher.of(door.caller(asked.request()), settings);
  }

  private static ServerDocument document(Asked asked) {
    try {
      return ServerDocument.read(asked.request().body());
    } catch (NotReadable e) {
      throw new Declined(
          Problem.badRequest(
              String.valueOf(e.getMessage()),
              "send a server.json; POST /v0.1/validate says what is wrong with it"));
    }
  }

  private Answer changed(Publisher by, String action, String subject, Supplier<Outcome> change) {
    return Answers.json(200, Shown.item(recorded(by, action, subject, () -> now(change.get()))));
  }

  private static ArtifactVersion now(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done(var version) -> version;
      case Outcome.Absent() -> throw RegistryApi.absent();
      case Outcome.Conflict(var why) ->
          throw new Declined(Problem.badRequest(why, "look at what is there, then decide anew"));
      case Outcome.Wrong(var issues) ->
          throw new Declined(
              Problem.badRequest(
                  "Failed to publish server: "
                      + issues.stream()
                          .map(issue -> issue.path() + " " + issue.message())
                          .limit(10)
                          .collect(Collectors.joining("; ")),
                  "correct it; POST /v0.1/validate says the same beforehand"));
    };
  }

  private <T> T recorded(Publisher by, String action, String subject, Supplier<T> change) {
    return changes.making(by.by(), action, subject, change, Publishing::notRecorded).outcome();
  }

  /** Publishers do not hear what is wrong with our disk. */
  private static Declined notRecorded(RuntimeException why) {
    return new Declined(
        new Problem(
            "Not recorded",
            503,
            "the change could not be recorded, and so was not made",
            Optional.of("try again in a moment; the gateway's log has the cause")));
  }
}
