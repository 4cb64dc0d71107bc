/**
 * Live connections to servers: opened, shared, probed for their era, given up when they fail. Never
 * knows a caller's rights, and never looks into what a call says.
 */
@NullMarked
package dev.gatehouse.core.connections;

import org.jspecify.annotations.NullMarked;
