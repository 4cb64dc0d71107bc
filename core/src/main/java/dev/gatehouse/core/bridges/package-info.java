/**
 * Servers of one era, as clients of the other era need them: each face is an {@link
 * dev.gatehouse.core.upstream.Upstream} that speaks one era to the gateway and the other one to the
 * server. Never decides whether a call may pass, and never keeps a caller's credential.
 */
@NullMarked
package dev.gatehouse.core.bridges;

import org.jspecify.annotations.NullMarked;
