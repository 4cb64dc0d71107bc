/**
 * What stands behind the admin API beyond the stores: probing servers, explaining decisions,
 * calling in somebody's place, and the state of the program. Reads what the gateway decides by;
 * changes nothing, and never starts a program that nobody approved.
 */
@NullMarked
package dev.gatehouse.server.desk;

import org.jspecify.annotations.NullMarked;
