package dev.gatehouse.server.http;

/** Carries a problem from where it is found to the one place that answers. No stack trace. */
public final class Declined extends RuntimeException {
  private final transient Problem problem;

  public Declined(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
