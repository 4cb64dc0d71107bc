/**
 * What a secret looks like: finds credentials of known shape in text and words a mask for each.
 * Offers {@link dev.gatehouse.core.leaks.SecretScanner} and {@link
 * dev.gatehouse.core.leaks.Redactor}. Never decides what becomes of a find, never keeps or prints
 * one, and knows neither MCP nor who calls.
 *
 * <p>One automaton runs over all literal beginnings ({@code ghp_}, {@code -----BEGIN}, …) at once;
 * only where it stops does the verifier of a format look closer. Verifiers are written by hand:
 * each looks at a bounded stretch or remembers where the stretch ends, so the work is linear in the
 * text, whatever the text is.
 */
@NullMarked
package dev.gatehouse.core.leaks;

import org.jspecify.annotations.NullMarked;
