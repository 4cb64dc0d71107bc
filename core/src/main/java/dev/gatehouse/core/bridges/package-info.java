/**
 * Servers of one era, as clients of the other era need them: each face is an {@link
 * dev.gatehouse.core.upstream.Upstream} that speaks one era to the gateway and the other one to the
 * server. Never decides whether a call may pass, and never keeps a caller's credential.
 *
 * <p>For modern clients: {@link dev.gatehouse.core.bridges.ModernFaces} keeps a face for each
 * caller, server and set of capabilities. A face makes each request as a call in its pooled
 * session. A call that the server has a question about is parked under a token, which travels as
 * the request state; the gateway seals it, and the token opens once.
 */
@NullMarked
package dev.gatehouse.core.bridges;

import org.jspecify.annotations.NullMarked;
