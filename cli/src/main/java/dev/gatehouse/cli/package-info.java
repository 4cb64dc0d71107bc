/**
 * The command line. Speaks to a gateway by its admin API alone, but for {@code stdio}; what must
 * touch files of the gateway itself (settings, journal) is handed in by the program that starts it.
 * Prints answers on standard output and everything else on standard error, and shows a secret only
 * in the moment in which it is made or where the caller gave it.
 */
@NullMarked
package dev.gatehouse.cli;

import org.jspecify.annotations.NullMarked;
