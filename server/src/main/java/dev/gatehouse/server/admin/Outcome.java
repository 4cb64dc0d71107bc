package dev.gatehouse.server.admin;

import dev.gatehouse.server.http.Answers;
import dev.gatehouse.transport.ControlPlane.Answer;
import java.util.Optional;

/**
 * What a route found or did.
 *
 * @param status HTTP status, 200 to 299
 * @param value a record of this package, or nothing
 */
record Outcome(int status, Optional<Object> value) {
  /** Here it is. */
  static Outcome of(Object value) {
    return new Outcome(200, Optional.of(value));
  }

  /** It is there now. */
  static Outcome made(Object value) {
    return new Outcome(201, Optional.of(value));
  }

  /** It is gone. */
  static Outcome gone() {
    return new Outcome(204, Optional.empty());
  }

  Answer answer() {
    return value.map(shown -> Answers.json(status, shown)).orElseGet(() -> Answers.empty(status));
  }
}
