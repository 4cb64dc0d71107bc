package dev.gatehouse.server.admin;

import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.server.http.Declined;
import dev.gatehouse.server.http.Problem;
import dev.gatehouse.server.http.Query;
import java.util.Map;
import java.util.Objects;

/**
 * What an administrator asks of one route.
 *
 * @param by the administrator
 * @param path what stands at the places of the path
 * @param query the parameters
 * @param bytes the body, not read yet
 */
record Ask(Caller by, Map<String, String> path, Query query, byte[] bytes) {
  /** What stands at this place of the path. */
  String at(String place) {
    return Objects.requireNonNull(path.get(place), place);
  }

  /** The body, see {@link Body}. */
  <R extends Record> R body(Class<R> shape) {
    return Body.read(bytes, shape);
  }

  /**
   * A parameter that must be there.
   *
   * @throws Declined with 422 when it is not
   */
  String needed(String parameter) {
    return query
        .value(parameter)
        .orElseThrow(() ->
            new Declined(
                Problem.unprocessable(
                    "the parameter " + parameter + " is missing", "add ?" + parameter + "=…")));
  }
}
