/**
 * What may not pass in arguments and results. Offers {@link
 * dev.gatehouse.core.guardrails.Guardrails}, which the gateway asks, and {@link
 * dev.gatehouse.core.guardrails.Guardrail}, which extensions fulfil.
 *
 * <p>A guardrail may mask or block, never retarget a call: it is handed single strings of the
 * inspected part and can only replace stretches inside of their values, so that the method, names,
 * URIs, ids and keys stay what policy saw. Never forwards, never records and never keeps what it
 * read.
 *
 * <p>Messages of a stream come whole, one for each event, however the wire cut them; so what is
 * masked does not depend on the cuts.
 */
@NullMarked
package dev.gatehouse.core.guardrails;

import org.jspecify.annotations.NullMarked;
