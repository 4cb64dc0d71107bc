/**
 * What MCP says on the wire, as values: versions, envelopes, headers, errors. Never does I/O and
 * never decides.
 */
@NullMarked
package dev.gatehouse.protocol;

import org.jspecify.annotations.NullMarked;
