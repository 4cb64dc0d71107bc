package dev.gatehouse.server.catalogue;

import dev.gatehouse.core.artifacts.Status;
import dev.gatehouse.server.http.Declined;
import dev.gatehouse.server.http.Json;
import dev.gatehouse.server.http.Problem;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * The body of a request that changes a status.
 *
 * @param message why, at most 500 characters; not beside active
 */
record StatusWish(Status status, Optional<String> message) {
  private static final int LONGEST = 500;
  private static final int MOST_BYTES = 16 << 10;

  /** As it is written. */
  private record Written(Optional<String> status, Optional<String> statusMessage) {}

  /**
   * Reads a body.
   *
   * @throws Declined with 400 when it asks for nothing that can be
   */
  static StatusWish read(byte[] body) {
    var written = written(body);
    var status =
        written
            .status()
            .flatMap(Status::of)
            .orElseThrow(() ->
                new Declined(
                    Problem.badRequest(
                        "status is none of active, deprecated and deleted",
                        "send {\"status\":\"deprecated\",\"statusMessage\":\"use 2.0\"}")));
    var message = written.statusMessage().filter(text -> !text.isEmpty());
    if (message.isPresent() && status == Status.ACTIVE) {
      throw new Declined(
          Problem.badRequest("an active version has no statusMessage", "leave it out"));
    }
    if (message.filter(text -> text.length() > LONGEST).isPresent()) {
      throw new Declined(
          Problem.badRequest("statusMessage has more than 500 characters", "say it in fewer"));
    }
    return new StatusWish(status, message);
  }

  private static Written written(byte[] body) {
    try {
      if (body.length <= MOST_BYTES) {
        return Json.MAPPER.readValue(body, Written.class);
      }
    } catch (JacksonException _) {
      // Said below.
    }
    throw new Declined(
        Problem.badRequest(
            "the body is not a status", "send for example {\"status\":\"deprecated\"}"));
  }
}
