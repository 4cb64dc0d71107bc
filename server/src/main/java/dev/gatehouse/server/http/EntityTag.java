package dev.gatehouse.server.http;

import dev.gatehouse.transport.ControlPlane.Answer;
import dev.gatehouse.transport.ControlPlane.Header;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Names the content of an answer, so that a client that has it already gets 304.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-if-none-match">If-None-Match</a>
 */
final class EntityTag {
  private static final int BYTES = 16;

  private EntityTag() {}

  /**
   * The answer with its tag, or 304 when the client named that tag.
   *
   * @param coding in what coding the content will go out, empty for as it is: two codings of one
   *     content are different bytes, and so have different tags
   */
  static Answer tagged(Answer answer, String coding, @Nullable String ifNoneMatch) {
    var tag = tagOf(answer.body(), coding);
    var header = new Header("ETag", tag);
    return ifNoneMatch != null && names(ifNoneMatch, tag)
        ? Answers.with(Answers.empty(304), header)
        : Answers.with(answer, header);
  }

  private static boolean names(String ifNoneMatch, String tag) {
    return ifNoneMatch.strip().equals("*")
        || Arrays.stream(ifNoneMatch.split(",", -1))
            .map(one -> one.strip())
            .map(one -> one.startsWith("W/") ? one.substring(2) : one)
            .anyMatch(tag::equals);
  }

  private static String tagOf(byte[] body, String coding) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(body);
      var text = Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
      return "\"" + text + (coding.isEmpty() ? "" : "-" + coding) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
