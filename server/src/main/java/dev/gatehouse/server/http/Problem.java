package dev.gatehouse.server.http;

import java.util.Optional;

/**
 * Why there is no answer, for a person: {@code application/problem+json}.
 *
 * @param title the kind of problem in two or three words
 * @param status HTTP status, 400 to 599
 * @param detail what is wrong, and which; never a secret, never the address of an upstream
 * @param remedy what to do about it
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public record Problem(String title, int status, String detail, Optional<String> remedy) {
  /** The request is not of the shape that this place takes. */
  public static Problem badRequest(String detail, String remedy) {
    return new Problem("Bad request", 400, detail, Optional.of(remedy));
  }

  /** The request is well formed, and says something that cannot be. */
  public static Problem unprocessable(String detail, String remedy) {
    return new Problem("Unprocessable", 422, detail, Optional.of(remedy));
  }

  /** What is asked for does not exist, or is hidden. */
  public static Problem notFound(String detail) {
    return new Problem("Not found", 404, detail, Optional.empty());
  }

  /** What is asked for does not fit what is there. */
  public static Problem conflict(String detail, String remedy) {
    return new Problem("Conflict", 409, detail, Optional.of(remedy));
  }
}
