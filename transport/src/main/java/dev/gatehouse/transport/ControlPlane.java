package dev.gatehouse.transport;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is not an MCP route: registry API, admin API, health, metrics, OAuth metadata.
 */
public interface ControlPlane {
  /**
   * Answers one request. Runs on a virtual thread of its own and may block.
   *
   * @return the answer; unknown paths are answered with 404 by the implementation
   */
  Answer answer(Request request);

  /**
   * Whether pages of any origin may read what stands at a path, because everything there is public
   * or asks for a credential that no page has by itself. Such a path serves its own CORS headers
   * and is asked with {@code OPTIONS} too. Asked on the event loop: does not block.
   *
   * @param path the raw path, still percent-encoded
   */
  default boolean isPublic(String path) {
    return false;
  }

  /**
   * One request, its body whole and bounded.
   *
   * @param method the HTTP method, upper case
   * @param path the raw path, still percent-encoded
   * @param query the raw query without {@code ?}, empty when there is none
   * @param authorization the one {@code Authorization} header
   * @param origin the {@code Origin} header, already checked unless the path is public
   * @param ifNoneMatch the {@code If-None-Match} header
   * @param accept the {@code Accept} header
   * @param acceptEncoding the {@code Accept-Encoding} header
   * @param body the body, empty when there is none
   */
  record Request(
      String method,
      String path,
      String query,
      @Nullable String authorization,
      @Nullable String origin,
      @Nullable String ifNoneMatch,
      @Nullable String accept,
      @Nullable String acceptEncoding,
      byte[] body) {
    /** Leaves the credential and the body out. */
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /**
   * One answer.
   *
   * @param contentType media type of the body, empty when there is no body
   */
  record Answer(int status, String contentType, byte[] body, List<Header> headers) {
    public Answer {
      headers = List.copyOf(headers);
    }
  }

  /** A further header of an answer. */
  record Header(String name, String value) {}
}
