package dev.gatehouse.server.http;

import dev.gatehouse.transport.ControlPlane.Answer;
import dev.gatehouse.transport.ControlPlane.Header;
import java.util.List;
import java.util.stream.Stream;

/** The answers that every part of the control plane gives. */
public final class Answers {
  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";

  private Answers() {}

  /** This value as JSON. */
  public static Answer json(int status, Object value) {
    return new Answer(status, JSON, Json.MAPPER.writeValueAsBytes(value), List.of());
  }

  /** This problem. */
  public static Answer problem(Problem problem) {
    return new Answer(problem.status(), PROBLEM, Json.MAPPER.writeValueAsBytes(problem), List.of());
  }

  /** What was declined. */
  public static Answer declined(Declined declined) {
    return with(problem(declined.problem()), declined.headers().toArray(new Header[0]));
  }

  /** Nothing but a status. */
  public static Answer empty(int status) {
    return new Answer(status, "", new byte[0], List.of());
  }

  /** The same answer with further headers. */
  public static Answer with(Answer answer, Header... headers) {
    return new Answer(
        answer.status(),
        answer.contentType(),
        answer.body(),
        Stream.concat(answer.headers().stream(), Stream.of(headers)).toList());
  }

  /** The same answer for pages of any origin, and for caches that keep one for each credential. */
  public static Answer forAnyOrigin(Answer answer, List<String> methods, Header... more) {
    return with(
        with(
            answer,
            new Header("Access-Control-Allow-Origin", "*"),
            new Header("Access-Control-Allow-Methods", String.join(", ", methods)),
            new Header(
                "Access-Control-Allow-Headers", "Authorization, Content-Type, If-None-Match"),
            new Header("Access-Control-Expose-Headers", "ETag"),
            new Header("Access-Control-Max-Age", "86400"),
            new Header("Vary", "Authorization, Accept-Encoding")),
        more);
  }

  /** A method that this path does not take. */
  public static Answer methodNotAllowed(String method, List<String> allowed) {
    var list = String.join(", ", allowed);
    var problem =
        new Problem(
            "Method not allowed",
            405,
            "this path does not take " + method,
            java.util.Optional.of("it takes " + list));
    return with(problem(problem), new Header("Allow", list));
  }
}
