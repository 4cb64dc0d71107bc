/**
 * The only room that knows the HTTP library: listener, upstream connections, processes behind
 * pipes. Never decides whether a call may pass.
 */
@NullMarked
package dev.gatehouse.transport;

import org.jspecify.annotations.NullMarked;
