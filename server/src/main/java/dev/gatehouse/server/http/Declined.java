package dev.gatehouse.server.http;

import dev.gatehouse.transport.ControlPlane.Header;
import java.util.List;

/** Carries a problem from where it is found to the one place that answers. No stack trace. */
public final class Declined extends RuntimeException {
  private final transient Problem problem;
  private final transient List<Header> headers;

  /** With further headers of the answer, for example a challenge. */
  public Declined(Problem problem, Header... headers) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
    this.headers = List.of(headers);
  }

  public Problem problem() {
    return problem;
  }

  public List<Header> headers() {
    return headers;
  }
}
