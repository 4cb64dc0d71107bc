/**
 * What MCP says on the wire, as values: versions, envelopes, headers, errors. Never does I/O and
 * never decides.
 *
 * <p>JSON is read here by a reader of our own. Common ones forgive overlong UTF-8 and halves of
 * surrogate pairs, and a gateway that forgives reads another message than the server behind it.
 * Tests hold it against Jackson: whatever is accepted here, Jackson reads the same way.
 */
@NullMarked
package dev.gatehouse.protocol;

import org.jspecify.annotations.NullMarked;
