package dev.gatehouse.server.http;

import dev.gatehouse.transport.ControlPlane.Answer;
import dev.gatehouse.transport.ControlPlane.Header;
import dev.gatehouse.transport.ControlPlane.Request;

/**
 * How an answer to somebody who only reads goes out: tagged, so that a client that has it already
 * gets 304; as gzip to clients that take it; and without a body when only the head was asked for.
 * Whoever uses it says {@code Vary: Accept-Encoding} on all of its answers.
 */
public final class Delivery {
  private Delivery() {}

  /** This answer, which is 200, for the client that asked so. */
  public static Answer of(Answer answer, Request request) {
    var isGzip = Gzip.fits(answer.body()) && Gzip.isTaken(request.acceptEncoding());
    var tagged = EntityTag.tagged(answer, isGzip ? Gzip.CODING : "", request.ifNoneMatch());
    var sent =
        isGzip && tagged.status() != 304
            ? Answers.with(Gzip.packed(tagged), new Header("Content-Encoding", Gzip.CODING))
            : tagged;
    return request.method().equals("HEAD") ? withoutBody(sent) : sent;
  }

  private static Answer withoutBody(Answer answer) {
    return new Answer(answer.status(), answer.contentType(), new byte[0], answer.headers());
  }
}
