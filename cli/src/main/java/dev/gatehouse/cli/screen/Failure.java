package dev.gatehouse.cli.screen;

import java.util.Optional;

/**
 * Ends a command with words for a person: what is wrong, and which, and what to do. Never holds a
 * secret. No stack trace: it is an answer, not a bug.
 */
public final class Failure extends RuntimeException {
  private final Exit exit;
  private final int status;
  private final String detail;
  private final transient Optional<String> remedy;

  private Failure(Exit exit, int status, String detail, Optional<String> remedy) {
    super(detail, null, false, false);
    this.exit = exit;
    this.status = status;
    this.detail = detail;
    this.remedy = remedy;
  }

  /** It did not work. */
  public static Failure failed(String detail, String remedy) {
    return new Failure(Exit.FAILURE, 0, detail, Optional.of(remedy));
  }

  /** The command line says something that cannot be. */
  public static Failure usage(String detail, String remedy) {
    return new Failure(Exit.USAGE, 0, detail, Optional.of(remedy));
  }

  /**
   * A gateway said no.
   *
   * @param status of its answer
   */
  public static Failure answered(Exit exit, int status, String detail, Optional<String> remedy) {
    return new Failure(exit, status, detail, remedy);
  }

  /** The same with something better to do. */
  public Failure withRemedy(String better) {
    return new Failure(exit, status, detail, Optional.of(better));
  }

  public Exit exit() {
    return exit;
  }

  /** The HTTP status, 0 when no gateway answered. */
  public int status() {
    return status;
  }

  public String detail() {
    return detail;
  }

  public Optional<String> remedy() {
    return remedy;
  }
}
