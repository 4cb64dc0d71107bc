/**
 * Where the gateway itself may connect to. Every fetch of a foreign URL passes here; never opens a
 * socket itself.
 */
@NullMarked
package dev.gatehouse.core.egress;

import org.jspecify.annotations.NullMarked;
