/**
 * What was approved of servers, held against what they offer now: the canonical form of
 * definitions, what a change means, and what may be listed and called while it waits for review.
 * Never asks a server, and never approves.
 */
@NullMarked
package dev.gatehouse.core.pins;

import org.jspecify.annotations.NullMarked;
